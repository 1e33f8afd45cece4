using System.CommandLine;
using System.CommandLine.Parsing;
using System.Globalization;

namespace DuffBeer.Local.Commands;

/// <summary>The options that every command understands.</summary>
sealed class GlobalOptions
{
    public Option<string?> Home { get; } = new("--home")
    {
        Description = "Folder of this installation's data (default: DUFFBEER_HOME, or ./.duffbeer)",
        HelpName = "DIR",
        Recursive = true,
    };

    public Option<string[]> Definitions { get; } = new("--definitions")
    {
        Description = "Folder of your own contracts, models, audits, reports and pages, which add to the shipped ones. May be repeated "
            + "(default: DUFFBEER_DEFINITIONS, or what the home remembers)",
        HelpName = "DIR",
        Recursive = true,
    };

    public Option<bool> Only { get; } = new("--only")
    {
        Description = "Leave the shipped definitions out, with --definitions",
        Recursive = true,
    };

    public Option<bool> Json { get; } = new("--json")
    {
        Description = "Print results as JSON",
        Recursive = true,
    };

    /// <summary>Only <c>check</c> takes it without a value: the store that is configured.</summary>
    public Option<string?> Store { get; } = StoreOption();

    public Option<string?> LandingBucket { get; } = new("--landing-bucket")
    {
        Description = "Bucket of the source files, with --store s3 (default: Landing__Bucket)",
        HelpName = "BUCKET",
        Recursive = true,
    };

    public Option<string?> LakeBucket { get; } = new("--lake-bucket")
    {
        Description = "Bucket of the lake, with --store s3 (default: Lake__Bucket)",
        HelpName = "BUCKET",
        Recursive = true,
    };

    public Option<string?> Engine { get; } = new("--engine")
    {
        Description = "Engine that runs SQL with --store s3: duckdb or athena (default: athena where Athena__WorkGroup is set, else "
            + "duckdb)",
        HelpName = "duckdb,athena",
        Recursive = true,
    };

    public Option<DateTimeOffset?> Now { get; } = NowOption();

    static Option<string?> StoreOption()
    {
        var option = new Option<string?>("--store")
        {
            Description = "Where landing and lake are: home, or s3 (default: DUFFBEER_STORE, or home)",
            HelpName = "home,s3",
            Recursive = true,
            Arity = ArgumentArity.ZeroOrOne,
        };
        option.Validators.Add(result =>
        {
            if (result.Tokens.Count == 0 && result.Parent is not CommandResult { Command: CheckCommand })
                result.AddError("--store expects home or s3.");
        });
        return option;
    }

    static Option<DateTimeOffset?> NowOption()
    {
        var option = CheckedOption.Of("--now", "a time such as 2026-11-21T07:00:00Z", (string text, out DateTimeOffset? value) =>
        {
            var isTime = DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var time);
            value = time;
            return isTime;
        });
        option.Description = "Use this as the current time, such as 2026-11-21T07:00:00Z";
        option.HelpName = "TIME";
        option.Recursive = true;
        return option;
    }
}
