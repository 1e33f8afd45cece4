using DuffBeer.Core.Ports;
using DuffBeer.Core.Runs.Refresh;
using DuffBeer.Golden.Tests.Product;
using DuffBeer.Local.Workspaces;

namespace DuffBeer.Golden.Tests.Compare;

/// <summary>A home with small definitions that a test can change: two datasets, six models, two settings.</summary>
sealed class SmallShop : IDisposable
{
    readonly TemporaryFolder _folder = new();
    readonly List<string> _published = [];

    public SmallShop()
    {
        foreach (var folder in (string[])["audits", "reports"])
            _folder.Folder($"definitions/{folder}");
        Write("models/settings.txt", "as_of = none date The date of the figures\ntop = 3 int32 min(1) How many are shown\n");
        foreach (var dataset in (string[])["things", "others"])
            Write(
                $"contracts/{dataset}.yaml",
                $$"""
                dataset: {{dataset}}
                version: 1
                source: { prefix: {{dataset}}/ }
                description: Test rows
                columns:
                  - { name: id, type: int64, required: true, key: true, description: Id }
                  - { name: day, type: date, required: true, description: Day }
                """);
        Define("stg_things", "SELECT id, day FROM {{ source('things') }}");
        Define("stg_others", "SELECT id, day FROM {{ source('others') }}");
        Define("shop_as_of", "SELECT COALESCE({{ setting('as_of') }}, MAX(day)) AS as_of FROM {{ ref('stg_things') }}", "as_of  date  Day");
        Define("tops", "SELECT id, day FROM {{ ref('stg_things') }} WHERE id <= {{ setting('top') }}");
        Define("late", "SELECT o.id, o.day FROM {{ ref('stg_others') }} o CROSS JOIN {{ ref('shop_as_of') }} a WHERE o.day <= a.as_of");
        Define("both", "SELECT id, day FROM {{ ref('tops') }} UNION ALL SELECT id, day FROM {{ ref('late') }}");
        Write(
            "reports/tops.sql",
            """
            -- report: tops
            -- title: Tops
            -- domain: shop
            -- model: tops
            -- order: id
            -- columns:
            --   id  int64  Id
            --
            -- Tops.
            SELECT id FROM {{ ref('tops') }}
            """);
        Home = new() { Definitions = new(_folder["definitions"]) };
    }

    public Home Home { get; }

    public Snapshots Snapshots => new(Home.Lake);

    /// <summary>Ids of published runs that may be retired.</summary>
    public IReadOnlyList<string> Published => _published;

    public void Define(string model, string select, string column = "id  int64  Id\n--   day  date  Day") => Write(
        $"models/shop/core/{model}.sql",
        $"""
        -- model: {model}
        -- grain: {column.Split(' ')[0]}
        -- owner: tests
        -- columns:
        --   {column}
        --
        -- Test rows.
        {select}
        """);

    public void Undefine(string model) => File.Delete(_folder[$"definitions/models/shop/core/{model}.sql"]);

    /// <summary>Publishes a file; one of the same name replaces it.</summary>
    public async Task IngestAsync(string dataset, string name, int first, int rows = 2)
    {
        var lines = Enumerable.Range(first, rows).Select(id => FormattableString.Invariant($"{id},2026-01-{1 + (id % 28):00}\n"));
        var run = await Home.IngestAsync(dataset, name, Csv.Bytes("id,day\n" + string.Concat(lines)));
        Assert.Null(run.Record.Problem);
        if (!_published.Contains(run.Record.Id))
            _published.Add(run.Record.Id);
    }

    public async Task RetireAsync(string run)
    {
        await Home.AskAsync(workspace => workspace.RetireAsync(run, default));
        _published.Remove(run);
    }

    public Task<RefreshSummary> RefreshAsync(RefreshRequest? request = null) => Home.AskAsync(
        workspace => workspace.RefreshAsync(request ?? RefreshRequest.Changes, new Progress<BuiltModel>(), default));

    /// <summary>The report's ids in a snapshot; null for the one that readers see.</summary>
    public async Task<IReadOnlyList<long>> TopsAsync(string? snapshot = null)
    {
        var report = await Home.ReportAsync("tops", snapshot is null ? [] : [("snapshot", snapshot)]);
        return [.. report.Rows.Select(row => (long)row[0]!)];
    }

    /// <summary>Every object of the lake with its version.</summary>
    public async Task<IReadOnlyDictionary<string, string>> LakeAsync() =>
        await Home.Lake.ListAsync("", default).ToDictionaryAsync(stat => stat.Key, stat => stat.ETag);

    /// <summary>A copy of the definitions in another folder.</summary>
    public string Copy()
    {
        foreach (var file in Directory.GetFiles(_folder["definitions"], "*", SearchOption.AllDirectories))
            _folder.Write($"copy/{Path.GetRelativePath(_folder["definitions"], file)}", File.ReadAllText(file));
        _folder.Folder("copy/audits");
        return _folder["copy"];
    }

    public string PathOf(string name) => _folder[name];

    public void Dispose()
    {
        Home.Dispose();
        _folder.Dispose();
    }

    void Write(string file, string text) => _folder.Write($"definitions/{file}", text);
}
