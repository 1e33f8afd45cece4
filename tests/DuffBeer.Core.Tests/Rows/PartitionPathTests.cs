using System.Text;
using DuffBeer.Core.Rows.Partitions;
using FsCheck;
using FsCheck.Fluent;

namespace DuffBeer.Core.Tests.Rows;

public class PartitionPathTests
{
    static readonly string[] s_declared = ["Retail", "B2B", "Online", "été", "a/b", "1A"];

    [Theory]
    [InlineData("Retail", "Retail")]
    [InlineData("B2B", "B2B")]
    [InlineData("retail", "%72etail")]
    [InlineData("RETAIL", "%52%45%54%41%49%4C")]
    [InlineData("1a", "1%61")]
    [InlineData("Kiosk", "%4Biosk")]
    [InlineData("kiosk", "kiosk")]
    [InlineData("a/b", "a%2Fb")]
    [InlineData("a=b%c", "a%3Db%25c")]
    [InlineData("..", ".%2E")]
    [InlineData("a.b.", "a.b%2E")]
    [InlineData("a b ", "a b%20")]
    [InlineData(".", "%2E")]
    [InlineData("été", "%C3%A9t%C3%A9")]
    [InlineData("a\nb\u007f", "a%0Ab%7F")]
    [InlineData("a:b\\c\"d#e'f*g?h{i}j[k]l^m<n>o|p", "a%3Ab%5Cc%22d%23e%27f%2Ag%3Fh%7Bi%7Dj%5Bk%5Dl%5Em%3Cn%3Eo%7Cp")]
    [InlineData("", PartitionPath.Null)]
    [InlineData(null, PartitionPath.Null)]
    [InlineData("__hive_default_partition__", "__%68ive_default_partition__")]
    public void Values_are_written_as_folders(string? value, string folder) =>
        Assert.Equal($"channel={folder}", new PartitionPath(s_declared).Folder("channel", value));

    [Fact]
    public void Declared_values_that_differ_only_in_case_are_kept_apart()
    {
        var path = new PartitionPath(["Retail", "RETAIL", PartitionPath.Null]);

        Assert.Equal("c=%52etail", path.Folder("c", "Retail"));
        Assert.Equal("c=%52%45%54%41%49%4C", path.Folder("c", "RETAIL"));
        Assert.NotEqual($"c={PartitionPath.Null}", path.Folder("c", PartitionPath.Null));
    }

    [Fact]
    public void A_value_too_long_for_a_folder_name_has_no_folder()
    {
        var path = new PartitionPath([]);

        Assert.Equal("c=" + new string('a', 200), path.Folder("c", new string('a', 200)));
        Assert.Null(path.Folder("c", new string('a', 201)));
        Assert.Null(path.Folder("c", new string('é', 34)));
    }

    [Fact]
    public void No_two_values_share_a_folder_even_where_case_is_ignored_and_each_can_be_read_back()
    {
        var letters = Gen.Elements("a", "A", "b", "B", "2", "é", "É", "ı", "K", "%", "4", "1", "/", ".", " ", "_", "=", "🍺");
        var words = Gen.OneOf(
            Gen.Choose(1, 4).SelectMany(length => letters.ArrayOf(length)).Select(string.Concat),
            from word in Gen.Elements([.. s_declared, PartitionPath.Null])
            from flips in Gen.Choose(0, 1).ArrayOf(word.Length)
            select string.Concat(
                word.Select(
                    (letter, index) =>
                        flips[index] == 0 ? letter : char.IsUpper(letter) ? char
                            .ToLowerInvariant(letter) : char.ToUpperInvariant(letter))));
        var path = new PartitionPath(s_declared);

        Prop.ForAll(words.Two().ToArbitrary(), pair =>
        {
            var (a, b) = (path.Folder("c", pair.Item1)!, path.Folder("c", pair.Item2)!);
            return PartitionPath.Decode(a[2..]) == pair.Item1
                && Ascii.IsValid(a)
                && string.Equals(a, b, StringComparison.OrdinalIgnoreCase) == (pair.Item1 == pair.Item2);
        }).Check(Law.Cases(5000));
    }
}
