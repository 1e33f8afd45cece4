namespace DuffBeer.Local.Tests.Documents;

static class Faults
{
    /// <summary>Fails with all faults; an assertion on a collection would show the first few.</summary>
    public static void None(IEnumerable<string> faults)
    {
        var found = string.Join('\n', faults);
        Assert.True(found.Length == 0, found);
    }
}
