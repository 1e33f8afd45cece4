using DuffBeer.Core.Contracts;
using DuffBeer.Core.Models;
using DuffBeer.Core.Reports;

namespace DuffBeer.Core.Tests.Reports;

static class Samples
{
    public const string Text =
        """
        -- report:     top-things
        -- title:      Things
        -- domain:     duff
        -- model:      things
        -- parameters:
        --   client_id  int64          required  Whose things
        --   status     string         oneOf(created, broken)  Only these
        --   n          int32          default(10) min(1) max(99)  How many
        --   least      decimal(10,2)  min(0.5)  From which price on
        -- sortable:   price, thing
        -- order:      price desc, id
        -- limit:      2
        -- cache:      until the next snapshot
        -- chart:      bar(thing, price)
        -- columns:
        --   id     int64          Id
        --   thing  string         Name
        --   price  decimal(10,2)  Price
        --   share  double         Share
        --   day    date           Day
        --   at     timestamp      Time
        --   good   bool           Good
        --
        -- The things of a client.

        SELECT id, thing, price, share, day, at, good
        FROM {{ ref('things') }}
        WHERE client_id = {{ client_id }} AND ({{ status }} IS NULL OR status = {{ status }}) AND price >= {{ least }}
        LIMIT {{ n }}
        """;

    public static readonly object?[] Row =
        [7L, "=HYPERLINK(1)", -30m, 0.2, new DateOnly(2026, 11, 21), new DateTime(2026, 11, 21, 8, 30, 0, 250, DateTimeKind.Utc), true];

    public static ReportDefinition Report() => Read(Text, out _)!;

    public static ReportDefinition? Read(string text, out List<DefinitionError> errors)
    {
        errors = [];
        return ReportFile.Read("reports/top-things.sql", text, errors);
    }

    public static ReportRequest Request(params (string Name, string Text)[] texts) =>
        ReportRequest.Read(Report(), texts.Select(text => KeyValuePair.Create(text.Name, text.Text)));

    public static Snapshot Snapshot() => new(
        "s7",
        new DateTimeOffset(2026, 11, 21, 8, 0, 0, TimeSpan.Zero),
        new Dictionary<string, DateOnly> { ["duff"] = new(2026, 11, 20), ["other"] = new(2025, 1, 1) },
        new Dictionary<string, string>(),
        new Dictionary<string, ModelVersion>(),
        new Dictionary<string, DatasetVersion>())
    {
        LeftOut = new Dictionary<string, IReadOnlyList<LeftOut>> { ["duff"] = [new("after_as_of", 3, "Later rows")] },
    };
}
