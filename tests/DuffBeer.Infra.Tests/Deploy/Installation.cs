using System.Diagnostics;
using DuffBeer.Infra.Tests.Azure;

namespace DuffBeer.Infra.Tests.Deploy;

/// <summary>
/// A copy of deploy.sh and what it needs, and stand-ins for az, azd, terraform, dotnet and curl that answer as those do, keep the state
/// of both clouds in files, and record every call.
/// </summary>
sealed class Installation : IDisposable
{
    const string Parameters = """
        {
          "project": "duffbeer", "environment": "test",
          "azure": { "subscription": "55555555-5555-5555-5555-555555555555", "location": "westeurope", "alertEmail": "ops@acme.test" },
          "aws": { "account": "123456789012", "region": "eu-central-1" }
        }
        """;

    static readonly string s_standIns = Path.Combine(Bicep.Root, "tests", "DuffBeer.Infra.Tests", "Deploy", "stand-ins");

    readonly TemporaryFolder _folder = new();

    public Installation()
    {
        Copy(Path.Combine(Bicep.Root, "infra", "deploy"), _folder["infra/deploy"]);
        Copy(Bicep.Folder, _folder["infra/azure"]);
        System.IO.File.Copy(Path.Combine(Bicep.Root, "infra", "deploy.sh"), _folder["infra/deploy.sh"]);
        _folder.Write("infra/aws/main.tf", "# the AWS part\n");
        File = _folder.Write("parameters.json", Parameters);
        _folder.Folder("stand-ins");
    }

    /// <summary>The parameters file.</summary>
    public string File { get; }

    /// <summary>All calls of tools so far, one per line.</summary>
    public IReadOnlyList<string> Calls => Lines("stand-ins/calls");

    public void Dispose() => _folder.Dispose();

    public string? State(string name) => System.IO.File.Exists(_folder[$"stand-ins/state/{name}"])
        ? System.IO.File.ReadAllText(_folder[$"stand-ins/state/{name}"])
        : null;

    public void ChangeState(string name, string content) => _folder.Write($"stand-ins/state/{name}", content);

    /// <summary>Makes calls that begin like this fail, or none.</summary>
    public void Fail(string? call)
    {
        if (call is null)
            System.IO.File.Delete(_folder["stand-ins/fail"]);
        else
            _folder.Write("stand-ins/fail", call);
    }

    public void ChangeParameters(string old, string changed) =>
        System.IO.File.WriteAllText(File, System.IO.File.ReadAllText(File).Replace(old, changed, StringComparison.Ordinal));

    /// <summary>All files that the installation keeps in its working folder.</summary>
    public IEnumerable<string> WorkingFiles() => Directory.Exists(_folder["infra/.deploy"])
        ? Directory.EnumerateFiles(_folder["infra/.deploy"], "*", SearchOption.AllDirectories)
        : [];

    public Outcome Up(string input = "") => Run(input, "up", File, "--yes");

    /// <summary>Runs deploy.sh; the outcome has the calls that it made.</summary>
    public Outcome Run(string input, params string[] arguments) => Run(input, path: null, arguments);

    public Outcome Run(string input, string? path, string[] arguments)
    {
        var before = Calls.Count;
        var start = new ProcessStartInfo("bash", [_folder["infra/deploy.sh"], .. arguments])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            WorkingDirectory = _folder.Path,
        };
        foreach (var name in start.Environment.Keys.Where(name => name.StartsWith("DUFFBEER_", StringComparison.Ordinal)).ToList())
            start.Environment.Remove(name);
        start.Environment["PATH"] = path ?? $"{s_standIns}{Path.PathSeparator}{Environment.GetEnvironmentVariable("PATH")}";
        start.Environment["STAND_INS"] = _folder["stand-ins"];
        start.Environment["DUFFBEER_PAUSE_SECONDS"] = "0";
        start.Environment["AZURE_ENV_NAME"] = "test";
        start.Environment["DUFFBEER_PARAMETERS"] = File;
        using var process = Process.Start(start)!;
        process.StandardInput.Write(input);
        process.StandardInput.Close();
        var output = process.StandardOutput.ReadToEndAsync();
        var errors = process.StandardError.ReadToEndAsync();
        process.WaitForExit();
        return new(process.ExitCode, output.Result, errors.Result, [.. Calls.Skip(before)]);
    }

    string[] Lines(string file) => System.IO.File.Exists(_folder[file]) ? System.IO.File.ReadAllLines(_folder[file]) : [];

    static void Copy(string from, string to)
    {
        foreach (var file in Directory.EnumerateFiles(from, "*", SearchOption.AllDirectories))
        {
            var copy = Path.Combine(to, Path.GetRelativePath(from, file));
            Directory.CreateDirectory(Path.GetDirectoryName(copy)!);
            System.IO.File.Copy(file, copy);
        }
    }
}

/// <summary>What one run of deploy.sh said and called.</summary>
sealed record Outcome(int Code, string Output, string Errors, IReadOnlyList<string> Calls)
{
    /// <summary>The calls that change something, in order, without their options.</summary>
    public IReadOnlyList<string> Changes => [.. Calls.Select(Words).Where(words => !s_reading.Contains(words))];

    static readonly string[] s_reading =
    [
        "az account show", "az ad app list", "az ad signed-in-user show", "az ad sp list", "az group exists", "az identity list",
        "az deployment group what-if", "az keyvault list-deleted", "az keyvault secret list", "az keyvault secret show",
        "curl", "terraform init", "terraform plan",
    ];

    static string Words(string call) => string.Join(' ', call.Split(' ')
        .Where(word => !word.StartsWith("-chdir=", StringComparison.Ordinal))
        .TakeWhile(word => !word.StartsWith('-') && !word.StartsWith('/')));
}
