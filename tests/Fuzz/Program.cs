using System.Globalization;
using DuffBeer.Fuzz.Engine;
using DuffBeer.Fuzz.Targets;

// `dotnet run -c Release --project tests/Fuzz -- TARGET|all [--iterations N] [--seed N]`. The README says what targets there are.
// As `… run TARGET ITERATIONS SEED FOLDER` it is the process over instrumented assemblies that it starts itself.
// The map must be there before the first line of instrumented code runs.
Coverage.Begin();
if (args is ["run", var running, var count, var first, var into])
    return CampaignRun.Run(AllTargets.Named(running), new(running, Number(count), (int)Number(first), into));

var names = args is [] or ["all", ..] ? AllTargets.Names : [args[0]];
var iterations = Option("--iterations", 100_000);
var seed = (int)Option("--seed", 1);
var copy = CampaignProcess.Instrument();
var folder = Path.Combine(Path.GetDirectoryName(copy)!, "found");
Console.WriteLine("| target | inputs | kept | edges | findings | seconds |");
var isClean = true;
foreach (var name in names)
    isClean &= CampaignProcess.Run(copy, new(name, iterations, seed, Path.Combine(folder, name)));
return isClean ? 0 : CampaignRun.Found;

long Option(string option, long usual) =>
    Array.IndexOf(args, option) is >= 0 and var at && at + 1 < args.Length ? Number(args[at + 1]) : usual;

static long Number(string text) => long.Parse(text, CultureInfo.InvariantCulture);
