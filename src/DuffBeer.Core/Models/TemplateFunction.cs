namespace DuffBeer.Core.Models;

/// <summary>A function that templates may call.</summary>
/// <param name="TakesLiteral">The first argument is a quoted name, not SQL.</param>
/// <param name="MostArguments">Maximum number of arguments besides the literal; null for no limit.</param>
public sealed record TemplateFunction(string Name, bool TakesLiteral, int FewestArguments, int? MostArguments, string Usage)
{
    public const string Ref = "ref";
    public const string Source = "source";
    public const string Setting = "setting";
    public const string FixedKey = "fixed_key";
    public const string TruncateDate = "truncate_date";
    public const string RunLedger = "run_ledger";

    public static readonly IReadOnlyDictionary<string, TemplateFunction> All = new TemplateFunction[]
    {
        new(Ref, true, 0, 0, "ref('model')"),
        new(Source, true, 0, 0, "source('dataset')"),
        new(Setting, true, 0, 0, "setting('name')"),
        new(FixedKey, true, 1, 1, "fixed_key('dataset.column', x)"),
        new("key", false, 1, 1, "key(x)"),
        new("ratio", false, 2, 2, "ratio(a, b)"),
        new("mean", false, 1, 1, "mean(x)"),
        new("local_time", false, 2, 2, "local_time(timestamp, zone)"),
        new("concat", false, 2, null, "concat(a, b, …)"),
        new("greatest", false, 2, null, "greatest(a, b, …)"),
        new("least", false, 2, null, "least(a, b, …)"),
        new("regexp_replace", false, 3, 3, "regexp_replace(x, pattern, replacement)"),
        new(TruncateDate, true, 1, 1, "truncate_date('day' | 'week' | 'month' | 'quarter' | 'year', date)"),
        new("days_between", false, 2, 2, "days_between(from, to)"),
        new(RunLedger, false, 3, 3, "run_ledger(accepted rows, kept rows, judged rows)"),
    }.ToDictionary(function => function.Name);

    public bool Takes(int arguments) => arguments >= FewestArguments && !(arguments > MostArguments);
}
