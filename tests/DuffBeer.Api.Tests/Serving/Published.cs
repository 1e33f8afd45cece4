namespace DuffBeer.Api.Tests.Serving;

/// <summary>A server with one published file and its models, for tests that only read.</summary>
public sealed class Published : IAsyncLifetime
{
    internal Server Server { get; private set; } = null!;

    public async Task InitializeAsync()
    {
        Server = await Server.StartAsync();
        var rows = string.Concat(
            Enumerable.Range(1, 60)
                .Select(order => Csv.Row(order, units: (order % 7 + 1).ToString(System.Globalization.CultureInfo.InvariantCulture))));
        await Server.IngestAsync(
            "duff/orders/orders.csv",
            Csv.Header + rows + Csv.Row(61, name: "=HYPERLINK(1)", channel: "x' OR '1'='1") + Csv
                .Row(62, status: "broken") + Csv
                .Row(63, price: "no price"));
        await Server.RefreshAsync();
    }

    public async Task DisposeAsync() => await Server.DisposeAsync();
}
