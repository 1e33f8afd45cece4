using System.Text.RegularExpressions;

namespace DuffBeer.Core.Tests.Architecture;

/// <summary>No file of the repository has a secret.</summary>
public sealed class SecretTests
{
    const int LongestFile = 4 << 20;

    /// <summary>Keys that are made up, and can be known by it.</summary>
    static readonly string[] s_madeUp = ["AKIAPEERPEERPEERPEER", "EXAMPLE"];

    /// <summary>Forms of secrets, each with an example that is put together here, so that this file has none.</summary>
    static readonly (string Name, string Pattern, string Example)[] s_forms =
    [
        ("access key of AWS", @"\b(AKIA|ASIA)[0-9A-Z]{16}\b", "AKIA" + new string('Q', 16)),
        ("private key", "-----BEGIN [A-Z ]*PRIVATE KEY-----", "-----BEGIN RSA PRIVATE" + " KEY-----"),
        ("key of an Azure account", "(AccountKey|SharedAccessKey)=[A-Za-z0-9+/]{20,}", "AccountKey=" + new string('a', 44)),
        ("token of a shared access signature", "[?&]sig=[A-Za-z0-9%]{30,}", "?sig=" + new string('a', 44)),
        ("token of GitHub", @"\b(gh[pousr]_[A-Za-z0-9]{30,}|github_pat_\w{30,})", "ghp_" + new string('a', 36)),
        ("token of NuGet", @"\boy2[a-z0-9]{43}\b", "oy2" + new string('a', 43)),
        ("token of npm", @"\bnpm_[A-Za-z0-9]{36}\b", "npm_" + new string('a', 36)),
        ("key of Google", @"\bAIza[0-9A-Za-z_-]{35}", "AIza" + new string('a', 35)),
        ("token of Slack", @"\bxox[abprs]-[0-9A-Za-z-]{10,}", "xoxb-" + new string('1', 12)),
        ("signed token", @"\beyJ[A-Za-z0-9_-]{10,}\.eyJ[A-Za-z0-9_-]{10,}\.[A-Za-z0-9_-]{10,}",
            "eyJ" + new string('a', 12) + ".eyJ" + new string('a', 12) + "." + new string('a', 12)),
        ("password in an address", @"\b[a-z]+://[^\s:/@{}$<]+:[^\s:/@{}$<]{4,}@", "postgres://user:" + "secret" + "@host"),
    ];

    static readonly (string Name, Regex Regex)[] s_secrets = [.. s_forms.Select(form => (form.Name, new Regex(form.Pattern)))];

    [Fact]
    public void No_file_has_a_secret() =>
        Assert.Empty(
            from file in Repository.Files().Where(file => new FileInfo(file).Length <= LongestFile)
            from line in File.ReadLines(file).Index()
            from secret in s_secrets
            from Match match in secret.Regex.Matches(line.Item)
            where !s_madeUp.Any(made => match.Value.Contains(made, StringComparison.Ordinal))
            select $"{Repository.NameOf(file)}:{line.Index + 1}: a {secret.Name}");

    [Fact]
    public void Every_form_is_found() => Assert.All(s_forms, form => Assert.Matches(form.Pattern, form.Example));
}
