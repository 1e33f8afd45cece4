using System.Diagnostics;

namespace DuffBeer.Infra.Tests.Aws;

/// <summary>Terraform over a copy of infra/aws, without a network: the provider comes from a folder of this machine.</summary>
sealed class Terraform : IDisposable
{
    /// <summary>Credentials are never sent, and the account is not looked up.</summary>
    const string Offline = """
        provider "aws" {
          allowed_account_ids         = null
          skip_credentials_validation = true
          skip_requesting_account_id  = true
        }
        """;

    static readonly string? s_program = Find();
    static readonly string? s_plugins = FindPlugins();

    readonly TemporaryFolder _folder = new();

    public Terraform()
    {
        foreach (var file in Directory.EnumerateFiles(Source, "*", SearchOption.AllDirectories).Where(IsCommitted))
        {
            var copy = _folder[Path.GetRelativePath(Source, file)];
            Directory.CreateDirectory(Path.GetDirectoryName(copy)!);
            File.Copy(file, copy);
        }

        _folder.Write("offline_override.tf", Offline);
        _folder.Write("cli.tfrc", "");
        Run("init", "-input=false", "-backend=false", $"-plugin-dir={s_plugins}");
    }

    public static string Root { get; } = FindRoot();

    /// <summary>The folder infra/aws of the repository.</summary>
    public static string Source { get; } = Path.Combine(Root, "infra", "aws");

    /// <summary>Why Terraform cannot run here; null if it can.</summary>
    public static string? Missing { get; } = (s_program, s_plugins) switch
    {
        (null, _) => "DID NOT RUN: 'terraform' is not on the PATH.",
        (_, null) => "DID NOT RUN: no folder has the provider hashicorp/aws; name one in TF_PLUGIN_DIR.",
        _ => null,
    };

    public string this[string file] => _folder[file];

    /// <summary>Runs a command and returns its output.</summary>
    public string Run(params string[] arguments)
    {
        var (code, output, errors) = Try(arguments);
        return code == 0 ? output : throw new InvalidOperationException($"terraform {arguments[0]} ended with {code}: {output}{errors}");
    }

    public (int Code, string Output, string Errors) Try(params string[] arguments)
    {
        var start = new ProcessStartInfo(s_program!, arguments)
        {
            WorkingDirectory = _folder.Path,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        // Nothing of the machine's own settings, and no garbage collection: it would take half of the time.
        foreach (var name in start.Environment.Keys.Where(name => name.StartsWith("TF_", StringComparison.Ordinal)).ToList())
            start.Environment.Remove(name);
        foreach (var name in start.Environment.Keys.Where(name => name.StartsWith("AWS_", StringComparison.Ordinal)).ToList())
            start.Environment.Remove(name);
        (string, string)[] settings =
        [
            ("TF_CLI_CONFIG_FILE", _folder["cli.tfrc"]), ("TF_IN_AUTOMATION", "1"), ("CHECKPOINT_DISABLE", "1"),
            ("TF_CLI_ARGS", "-no-color"), ("TF_VAR_webhook_client_secret", "not-a-secret"),
            ("AWS_ACCESS_KEY_ID", "none"), ("AWS_SECRET_ACCESS_KEY", "none"), ("AWS_EC2_METADATA_DISABLED", "true"),
            ("GOGC", "off"), ("GOMEMLIMIT", "1GiB"),
        ];
        foreach (var (name, value) in settings)
            start.Environment[name] = value;
        using var process = Process.Start(start)!;
        var output = process.StandardOutput.ReadToEndAsync();
        var errors = process.StandardError.ReadToEndAsync();
        process.WaitForExit();
        return (process.ExitCode, output.Result, errors.Result);
    }

    public void Dispose() => _folder.Dispose();

    // What a developer's own runs left there is not part of it.
    static bool IsCommitted(string file) =>
        Path.GetRelativePath(Source, file) is var name
        && !name.StartsWith(".terraform", StringComparison.Ordinal)
        && !name.Contains(".tfstate", StringComparison.Ordinal)
        && name != "backend.tf";

    static string? Find() =>
        (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator)
            .Select(folder => Path.Combine(folder, OperatingSystem.IsWindows() ? "terraform.exe" : "terraform"))
            .FirstOrDefault(File.Exists);

    static string? FindPlugins()
    {
        var home = Environment.GetFolderPath(Environment.SpecialFolder.UserProfile);
        string?[] folders =
        [
            Environment.GetEnvironmentVariable("TF_PLUGIN_DIR"),
            "/opt/tf-plugins",
            Path.Combine(home, ".terraform.d", "plugins"),
            "/usr/share/terraform/plugins",
            "/usr/local/share/terraform/plugins",
        ];
        return folders.FirstOrDefault(folder => folder is { Length: > 0 }
            && Directory.Exists(Path.Combine(folder, "registry.terraform.io", "hashicorp", "aws")));
    }

    static string FindRoot()
    {
        for (var folder = AppContext.BaseDirectory; folder is not null; folder = Path.GetDirectoryName(folder))
        {
            if (File.Exists(Path.Combine(folder, "DuffBeer.sln")))
                return folder;
        }

        throw new InvalidOperationException("The tests run outside the repository.");
    }
}

/// <summary>A test that needs Terraform and its provider. Where one is absent, the result says that it did not run.</summary>
[AttributeUsage(AttributeTargets.Method)]
sealed class TerraformFactAttribute : FactAttribute
{
    public TerraformFactAttribute() => Skip = Terraform.Missing;
}

/// <inheritdoc cref="TerraformFactAttribute"/>
[AttributeUsage(AttributeTargets.Method)]
sealed class TerraformTheoryAttribute : TheoryAttribute
{
    public TerraformTheoryAttribute() => Skip = Terraform.Missing;
}
