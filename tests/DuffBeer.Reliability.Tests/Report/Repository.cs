using System.Reflection;

namespace DuffBeer.Reliability.Tests.Report;

/// <summary>Where the sources are.</summary>
static class Repository
{
    public static string Root { get; } = Path.GetFullPath(
        typeof(Repository).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>()
            .Single(metadata => metadata.Key == nameof(Repository)).Value!);
}
