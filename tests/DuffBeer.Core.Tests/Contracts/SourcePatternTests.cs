using DuffBeer.Core.Contracts;

namespace DuffBeer.Core.Tests.Contracts;

public class SourcePatternTests
{
    [Theory]
    [InlineData("duff/orders/a.csv", true)]
    [InlineData("duff/orders/UPPER.CSV", true)]
    [InlineData("duff/orders/2026/a.csv.GZ", true)]
    [InlineData("duff/orders/a.txt", false)]
    [InlineData("DUFF/orders/a.csv", false)]
    [InlineData("duff/orders/a.csv.part", false)]
    [InlineData("duff/orders/a.csv.filepart", false)]
    [InlineData("duff/orders/a.csv.TMP", false)]
    [InlineData("duff/orders/a.csv.bak", false)]
    [InlineData("duff/orders/a.csv~", false)]
    public void Keys_match_without_regard_to_case_and_temporary_names_never(string key, bool wanted) =>
        Assert.Equal(wanted, new SourcePattern("duff/orders/", "*.csv*").Wants(key));
}
