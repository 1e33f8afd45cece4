using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace Microsoft.Azure.Functions.Worker.Builder;

public class FunctionsApplication
{
    public static FunctionsApplicationBuilder CreateBuilder(string[] args) => throw new NotSupportedException();
}

public class FunctionsApplicationBuilder
{
    internal FunctionsApplicationBuilder() => throw new NotSupportedException();

    public ConfigurationManager Configuration => throw new NotSupportedException();
    public IServiceCollection Services => throw new NotSupportedException();
    public IHost Build() => throw new NotSupportedException();
}

public static class FunctionsApplicationBuilderAspNetCoreExtensions
{
    public static FunctionsApplicationBuilder ConfigureFunctionsWebApplication(this FunctionsApplicationBuilder builder) => builder;
}
