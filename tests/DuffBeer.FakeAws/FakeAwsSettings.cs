using System.Globalization;

namespace DuffBeer.FakeAws;

/// <summary>Settings of a fake.</summary>
public sealed record FakeAwsSettings
{
    /// <summary>TCP port on 127.0.0.1. Default: 0, any free port.</summary>
    public int Port { get; init; }

    /// <summary>Folder of the objects' bytes. Default: a new temporary one, deleted at the end.</summary>
    public string? Root { get; init; }

    public string Region { get; init; } = "us-east-1";

    public string AccessKey { get; init; } = "AKIAPEERPEERPEERPEER";

    public string SecretKey { get; init; } = "fake/secret+key";

    public string Account { get; init; } = "123456789012";

    /// <summary>The issuer of web identities that roles trust.</summary>
    public string IdentityIssuer { get; init; } = "https://issuer.fake/";

    /// <summary>The audience of web identities that roles trust.</summary>
    public string IdentityAudience { get; init; } = "api://duffbeer";

    /// <summary>Buckets that exist from the start.</summary>
    public IReadOnlyList<string> Buckets { get; init; } = ["duffbeer-landing", "duffbeer-lake"];

    /// <summary>Whether those buckets keep every version. Default: no.</summary>
    public bool Versioned { get; init; }

    /// <summary>The share of calls that fail, 0 to 1. Default: 0.</summary>
    public double FaultRate { get; init; }

    /// <summary>The seed of the faults: with the calls' order it determines which fail.</summary>
    public int Seed { get; init; } = 1;

    public static FakeAwsSettings Parse(string[] arguments)
    {
        var settings = new FakeAwsSettings();
        var buckets = new List<string>();
        for (var i = 0; i < arguments.Length; i++)
        {
            string Next() => i + 1 < arguments.Length ? arguments[++i] : throw new ArgumentException($"{arguments[i]} needs a value.");
            settings = arguments[i] switch
            {
                "--port" => settings with { Port = int.Parse(Next(), CultureInfo.InvariantCulture) },
                "--root" => settings with { Root = Next() },
                "--region" => settings with { Region = Next() },
                "--access-key" => settings with { AccessKey = Next() },
                "--secret-key" => settings with { SecretKey = Next() },
                "--faults" => settings with { FaultRate = double.Parse(Next(), CultureInfo.InvariantCulture) },
                "--seed" => settings with { Seed = int.Parse(Next(), CultureInfo.InvariantCulture) },
                "--versioned" => settings with { Versioned = true },
                "--bucket" => Add(Next()),
                _ => throw new ArgumentException(
                    $"'{arguments[i]}' is unknown. Options: --port P --root DIR --region R --access-key K --secret-key S --bucket B "
                        + "(repeat) --versioned --faults RATE --seed N"),
            };
        }

        return buckets.Count == 0 ? settings : settings with { Buckets = buckets };

        FakeAwsSettings Add(string bucket)
        {
            buckets.Add(bucket);
            return settings;
        }
    }
}
