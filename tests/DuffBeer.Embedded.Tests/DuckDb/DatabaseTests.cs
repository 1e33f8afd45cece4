using DuffBeer.Core.Failures;
using DuffBeer.Embedded.DuckDb;

namespace DuffBeer.Embedded.Tests.DuckDb;

public sealed class DatabaseTests : IDisposable
{
    readonly TestLake _lake = new();

    public void Dispose() => _lake.Dispose();

    [Theory]
    [InlineData("TimeZone", "UTC")]
    [InlineData("autoinstall_known_extensions", "false")]
    [InlineData("autoload_known_extensions", "false")]
    [InlineData("allow_community_extensions", "false")]
    [InlineData("lock_configuration", "true")]
    public async Task A_setting_is_as_the_design_says(string name, string expected) =>
        Assert.Equal(expected, await ValueAsync($"SELECT CAST(current_setting('{name}') AS VARCHAR) AS v"));

    [Fact]
    public async Task Memory_is_a_quarter_of_the_machine_and_at_most_two_gibibytes()
    {
        var quarter = GC.GetGCMemoryInfo().TotalAvailableMemoryBytes / 4;
        var limit = (string)(await ValueAsync("SELECT current_setting('memory_limit') AS v"))!;

        Assert.Equal(quarter >= 2L << 30 ? "2.0 GiB" : $"{quarter / 1048576.0:F1} MiB", limit);
    }

    [Fact]
    public void Settings_cannot_be_changed_afterwards()
    {
        using var database = new DuckDbDatabase(_lake.Temp);
        using var connection = database.Connect();

        Assert.Contains("locked", Assert.Throws<TerminalException>(() => connection.Run("SET TimeZone = 'America/New_York'")).Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_does_not_fit_into_memory_spills_into_the_temp_folder_and_is_gone_afterwards()
    {
        using (var engine = new DuckDbQueryEngine(_lake, _lake.PathOf, _lake.Temp))
        {
            var spill = await engine.QueryAsync(new("SELECT current_setting('temp_directory') AS v", [], []), default);
            Assert.StartsWith(_lake.Temp, (string)spill.Rows.Single()[0]!, StringComparison.Ordinal);
            Directory.CreateDirectory((string)spill.Rows.Single()[0]!);
        }

        Assert.Empty(Directory.EnumerateDirectories(_lake.Temp, "duckdb-*"));
    }

    [Fact]
    public void A_missing_library_says_what_to_do()
    {
        var failure = Assert.Throws<TerminalException>(() => DuckDbNative.Load(_lake.Temp));

        Assert.Equal(ProblemCode.EngineUnavailable, failure.Code);
        Assert.Contains("npm", failure.Message, StringComparison.Ordinal);
    }

    async Task<object?> ValueAsync(string sql) => (await _lake.Engine.QueryAsync(new(sql, [], []), default)).Rows.Single()[0];
}
