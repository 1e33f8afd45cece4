using DuffBeer.Core.Failures;
using DuffBeer.Functions.Orchestrating;

namespace DuffBeer.Functions.Tests.Orchestrating;

public sealed class FailureTextTests
{
    [Fact]
    public async Task A_terminal_failure_is_returned_as_a_value()
    {
        var outcome = await FailureText.OfAsync(FailAsync(new TerminalException(ProblemCode.NotCsv, "It is a zip.")));

        Assert.Equal(new Problem(ProblemCode.NotCsv, "It is a zip."), outcome.Problem);
    }

    [Fact]
    public async Task A_transient_failure_is_thrown_and_its_code_survives_text_added_by_the_host()
    {
        var slow = new TransientException(ProblemCode.StoreUnavailable, "SlowDown");
        var thrown = await Assert.ThrowsAsync<TransientException>(() => FailureText.OfAsync(FailAsync(slow)));

        var left = FailureText.ToTerminal(
            $"Activity function 'TransformChunk' failed: {thrown.Message}\n   at DuffBeer.Core.Runs.TransformChunk.RunAsync<T>()",
            new InvalidOperationException());

        Assert.Equal((ProblemCode.StoreUnavailable, "SlowDown"), (left.Code, left.Message));
    }

    [Fact]
    public void An_unexpected_failure_is_internal() =>
        Assert.Equal(
            ProblemCode.Internal,
            FailureText.ToTerminal("Object reference not set to List<Item> x", new InvalidOperationException()).Code);

    static async Task<int> FailAsync(Exception failure)
    {
        await Task.Yield();
        throw failure;
    }
}
