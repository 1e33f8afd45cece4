using System.CommandLine;
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

    public Option<string?> Definitions { get; } = new("--definitions")
    {
        Description = "Folder with contracts, models, audits and reports of your own",
        HelpName = "DIR",
        Recursive = true,
    };

    public Option<bool> Json { get; } = new("--json")
    {
        Description = "Print results as JSON",
        Recursive = true,
    };

    public Option<DateTimeOffset?> Now { get; } = NowOption();

    static Option<DateTimeOffset?> NowOption()
    {
        var option = CheckedOption.Of("--now", "a time such as 2026-11-21T07:00:00Z", (string text, out DateTimeOffset? value) =>
        {
            var isTime = DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var time);
            value = time;
            return isTime;
        });
        option.Description = "Pretend that it is this time, such as 2026-11-21T07:00:00Z";
        option.HelpName = "TIME";
        option.Recursive = true;
        return option;
    }
}
