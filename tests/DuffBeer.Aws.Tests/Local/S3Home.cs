using System.Globalization;
using System.Text;
using DuffBeer.Aws.Tests.S3;
using DuffBeer.FakeAws.S3;
using DuffBeer.Golden.Tests.Product;
using DuffBeer.Local;
using DuffBeer.Local.Commands;
using DuffBeer.Local.Wiring;
using DuffBeer.Local.Workspaces;

namespace DuffBeer.Aws.Tests.Local;

/// <summary>A home whose landing and lake are buckets of a fake, and its command line.</summary>
sealed class S3Home(FakeAwsFixture fake) : IDisposable
{
    readonly string _folder = Directory.CreateTempSubdirectory("duffbeer-s3-").FullName;

    public string Landing { get; init; } = "duffbeer-landing";

    public string Definitions { get; init; } = DomainDefinitions.Duff.Path;

    public Bucket LandingBucket => fake.Server.Buckets["duffbeer-landing"];

    public Bucket LakeBucket => fake.Server.Buckets["duffbeer-lake"];

    public string File(string name) => Path.Combine(_folder, name);

    public async Task<ObjectVersion> LandAsync(string key, string content) =>
        await LandingBucket.PutAsync(key, new MemoryStream(Encoding.UTF8.GetBytes(content)), default);

    /// <summary>Calls the command line, or the program that the environment names, with <c>--store s3</c> and the fake's keys.</summary>
    public Task<(int Code, string Out, string Error)> CallAsync(params string[] arguments) =>
        CallAsync([.. arguments, "--store", "s3"], variables: null);

    /// <summary>The environment of a command: buckets, small chunks, and the given ones.</summary>
    public Dictionary<string, string> Variables(params ReadOnlySpan<(string Name, string Value)> others)
    {
        var variables = new Dictionary<string, string>
        {
            ["Landing__Bucket"] = Landing,
            ["Lake__Bucket"] = "duffbeer-lake",
            ["DUFFBEER_WORKERS"] = "2",
            ["DUFFBEER_CHUNK_BYTES"] = "300000",
        };
        foreach (var (name, value) in others)
            variables[name] = value;
        return variables;
    }

    public async Task<(int Code, string Out, string Error)> CallAsync(string[] arguments, IReadOnlyDictionary<string, string>? variables)
    {
        variables ??= Variables();
        arguments = [.. arguments, "--home", File("home"), "--definitions", Definitions, "--only"];
        if (DuffBeerProgram.Named is not null)
            return await DuffBeerProgram.CallAsync(arguments, variables.Concat(Credentials));

        var (output, error) = (new StringWriter(), new StringWriter());
        var terminal = new Terminal(
            output, error, () => Stream.Null, () => Stream.Null, OutIsTerminal: false, ErrorIsTerminal: false, Colors: false, Width: 200,
            name => variables.GetValueOrDefault(name), TimeProvider.System);
        var line = new CommandLine(terminal, (settings, _) => Task.FromResult<IWorkspace>(new EmbeddedWorkspace(
            settings.S3 is { } s3
                ? settings with { S3 = s3 with { Aws = fake.Options, Lake = s3.Lake with { PartBytes = S3UploadTests.PartBytes } } }
                : settings, error.WriteLine)));
        return (await line.RunAsync(arguments), output.ToString(), error.ToString());
    }

    /// <summary>With these, a process finds the fake.</summary>
    IEnumerable<KeyValuePair<string, string>> Credentials =>
    [
        new("AWS_ENDPOINT_URL", fake.Options.Endpoint!), new("AWS_REGION", fake.Options.Region!),
        new("AWS_ACCESS_KEY_ID", fake.Options.AccessKey!), new("AWS_SECRET_ACCESS_KEY", fake.Options.SecretKey!),
    ];

    /// <summary>Valid orders, but every hundredth has an unknown status.</summary>
    public static string Orders(int rows, int first = 1, Func<int, string>? nameOf = null)
    {
        nameOf ??= i => $"Client {i % 50}";
        var text = new StringBuilder(
            "client_id,client_name,order_id,product_id,product_description,"
            + "product_price,product_ccf,product_volume,point_of_sale_channel,status\n");
        for (var i = first; i < first + rows; i++)
            text.Append(
                CultureInfo.InvariantCulture,
                $"{1 + (i % 50)},{nameOf(i)},{i},{1 + (i % 7)},Duff {i % 7},{i % 30}.50,{1 + (i % 9)},0.5,"
                    + $"{(i % 2 == 0 ? "Retail" : "B2B")},{(i % 100 == 0 ? "drunk" : "delivered")}\n");
        return text.ToString();
    }

    public void Dispose() => TemporaryFolder.Delete(_folder);
}
