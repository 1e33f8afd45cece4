using System.Globalization;
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
    public async Task A_setting_has_the_designed_value(string name, string expected) =>
        Assert.Equal(expected, await ValueAsync($"SELECT CAST(current_setting('{name}') AS VARCHAR) AS v"));

    [Fact]
    public async Task Memory_is_a_quarter_of_the_machine_and_at_most_two_gibibytes()
    {
        var expected = Math.Min(GC.GetGCMemoryInfo().TotalAvailableMemoryBytes / 4, 2L << 30);

        var limit = ((string)(await ValueAsync("SELECT current_setting('memory_limit') AS v"))!).Split(' ');

        var unit = limit[1] == "GiB" ? 1L << 30 : 1L << 20;
        Assert.InRange(decimal.Parse(limit[0], CultureInfo.InvariantCulture) * unit, expected - 0.1m * unit, expected + 0.1m * unit);
    }

    [Fact]
    public void Settings_cannot_be_changed_afterwards()
    {
        using var database = new DuckDbDatabase(_lake.Temp);
        using var connection = database.Connect();

        Assert.Contains(
            "locked",
            Assert.Throws<TerminalException>(() => connection.Run("SET TimeZone = 'America/New_York'")).Message,
            StringComparison.Ordinal);
    }

    [Fact]
    public void A_database_spills_into_its_own_folder_and_deletes_it()
    {
        using (var database = new DuckDbDatabase(_lake.Temp))
        using (var connection = database.Connect())
        {
            using var prepared = connection.Prepare("SELECT current_setting('temp_directory') AS v");
            using var result = prepared.Execute();
            var folder = (string)result.Read(default).Rows.Single()[0]!;
            Assert.Equal(_lake.Temp, Path.GetDirectoryName(folder));
            Directory.CreateDirectory(folder);
        }

        Assert.Empty(Directory.EnumerateDirectories(_lake.Temp, "duckdb-*"));
    }

    [Fact]
    public void A_missing_library_names_the_supported_machines()
    {
        var failure = Assert.Throws<TerminalException>(() => DuckDbNative.EnsureLoaded("no-such-library"));

        Assert.Equal(ProblemCode.EngineUnavailable, failure.Code);
        Assert.Contains("glibc", failure.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("IO Error: Could not write file: No space left on device")]
    [InlineData("Out of Memory Error: failed to allocate data of size 1.0 GiB")]
    public void A_failure_that_a_retry_may_solve_is_transient(string message) =>
        Assert.Equal(ProblemCode.StoreUnavailable, Assert.IsType<TransientException>(DuckDbFailure.Of(message)).Code);

    [Theory]
    [InlineData("Binder Error: Referenced column \"x\" not found")]
    [InlineData("Conversion Error: IO Error: is only quoted here")]
    public void A_fault_of_the_statement_is_terminal(string message) =>
        Assert.Equal(ProblemCode.ModelFailed, Assert.IsType<TerminalException>(DuckDbFailure.Of(message)).Code);

    async Task<object?> ValueAsync(string sql) => (await _lake.Engine.QueryAsync(new(sql, [], []), default)).Rows.Single()[0];
}
