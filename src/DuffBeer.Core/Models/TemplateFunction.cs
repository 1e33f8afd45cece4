namespace DuffBeer.Core.Models;

/// <summary>A function that templates may call.</summary>
/// <param name="TakesLiteral">The first argument is a quoted name, not SQL.</param>
/// <param name="MostArguments">Maximum number of arguments besides the literal; null for no limit.</param>
/// <param name="Description">What it gives, for the reference of definitions.</param>
public sealed record TemplateFunction(
    string Name, bool TakesLiteral, int FewestArguments, int? MostArguments, string Usage, string Description)
{
    public const string Ref = "ref";
    public const string Source = "source";
    public const string Setting = "setting";
    public const string FixedKey = "fixed_key";
    public const string TruncateDate = "truncate_date";
    public const string RunLedger = "run_ledger";

    public static readonly IReadOnlyDictionary<string, TemplateFunction> All = new TemplateFunction[]
    {
        new(Ref, true, 0, 0, "ref('model')", "The rows of a model, in the version of the snapshot"),
        new(Source, true, 0, 0, "source('dataset')",
            "The rows of a dataset: exactly the runs that the snapshot lists"),
        new(Setting, true, 0, 0, "setting('name')", "The value of a setting in `models/settings.txt`"),
        new(FixedKey, true, 1, 1, "fixed_key('dataset.column', x)",
            "The key that the contract fixes for a known value; for another value the same as `key(x)`"),
        new("key", false, 1, 1, "key(x)", "A surrogate key: a hash of a text, the same in every engine; int64"),
        new("ratio", false, 2, 2, "ratio(a, b)", "a / b as double; null if b is zero or either is null"),
        new("mean", false, 1, 1, "mean(x)", "Arithmetic mean of a group as double; null without values"),
        new("local_time", false, 2, 2, "local_time(timestamp, zone)", "The local time of a UTC timestamp in an IANA zone"),
        new("concat", false, 2, null, "concat(a, b, …)", "The texts joined; null if any is null"),
        new("greatest", false, 2, null, "greatest(a, b, …)", "The greatest value; null if any is null"),
        new("least", false, 2, null, "least(a, b, …)", "The least value; null if any is null"),
        new("regexp_replace", false, 3, 3, "regexp_replace(x, pattern, replacement)", "Every match of a pattern replaced"),
        new(TruncateDate, true, 1, 1, "truncate_date('day' | 'week' | 'month' | 'quarter' | 'year', date)",
            "First day of the period that a date is in; weeks begin on Monday"),
        new("days_between", false, 2, 2, "days_between(from, to)", "Whole days from one date to another"),
        new(RunLedger, false, 3, 3, "run_ledger(accepted rows, kept rows, judged rows)",
            "A ledger per run: accepted = kept + superseded + duplicates + filtered, by named rule"),
    }.ToDictionary(function => function.Name);

    public bool Takes(int arguments) => arguments >= FewestArguments && !(arguments > MostArguments);
}
