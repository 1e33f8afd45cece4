using System.Diagnostics;
using DuffBeer.Aws.Athena;
using DuffBeer.Bench.Measuring;
using DuffBeer.Local.Commands;
using DuffBeer.Local.Workspaces;

namespace DuffBeer.Bench.Why;

/// <summary>A double of S3, Glue and Athena, as a process. While it runs, commands of the product use it instead of folders.</summary>
sealed class AthenaDouble : IDisposable
{
    static readonly string[] s_variables =
    [
        "AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY", "Aws__Endpoint", "Aws__Region", "DUFFBEER_STORE", "Landing__Bucket", "Lake__Bucket",
        "Athena__WorkGroup",
    ];

    readonly Process _process;

    AthenaDouble(Process process) => _process = process;

    public static async Task<AthenaDouble> StartAsync()
    {
        var process = Process.Start(new ProcessStartInfo(Programs.FakeAws, ["--versioned"]) { RedirectStandardOutput = true })!;
        var words = new Dictionary<string, string>
        {
            ["DUFFBEER_STORE"] = "s3",
            ["Landing__Bucket"] = "duffbeer-landing",
            ["Lake__Bucket"] = "duffbeer-lake",
            ["Athena__WorkGroup"] = new AthenaOptions().WorkGroup,
        };
        // It says where it is and how to sign, in two lines of NAME=value.
        for (var line = 0; line < 2; line++)
        {
            foreach (var word in (await process.StandardOutput.ReadLineAsync() ?? "").Split(' '))
                words[word.Split('=')[0]] = word[(word.IndexOf('=', StringComparison.Ordinal) + 1)..];
        }

        (words["Aws__Endpoint"], words["Aws__Region"]) = (words["AWS_ENDPOINT_URL"], words["AWS_REGION"]);
        foreach (var name in s_variables)
            Environment.SetEnvironmentVariable(name, words[name]);
        return new(process);
    }

    /// <summary>As commands have them, but asking the double for an answer at once.</summary>
    public static S3Settings Settings()
    {
        var settings = S3Setting.Read(Environment.GetEnvironmentVariable, null, null, null, null)!;
        return settings with { Athena = new() { WorkGroup = settings.Athena!.WorkGroup, FirstPoll = TimeSpan.FromMilliseconds(5) } };
    }

    public void Dispose()
    {
        foreach (var name in s_variables)
            Environment.SetEnvironmentVariable(name, null);
        _process.Kill(entireProcessTree: true);
        _process.WaitForExit();
        _process.Dispose();
    }
}
