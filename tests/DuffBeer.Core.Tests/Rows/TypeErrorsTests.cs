using DuffBeer.Core.Rows.Rejects;
using FsCheck;
using FsCheck.Fluent;

namespace DuffBeer.Core.Tests.Rows;

public class TypeErrorsTests
{
    const string Header = "id,price,channel,status\n";

    [Fact]
    public async Task Cells_of_the_wrong_type_are_counted_by_column_with_samples()
    {
        var rows = await TypedRows.ReadAsync(TypedRows.Orders, Header + "1,a,,\nx,b,,\n1,a,,\n1,c,,\n1,d,,\n1,5,,lost\n0,1,,\n");

        Assert.Equal(["price 4 a", "id 1 x"], rows.TypeErrors.Select(errors => $"{errors.Column} {errors.Rows} {errors.Values[0]}"));
        Assert.Equal(["a", "c", "d"], rows.TypeErrors[0].Values);
    }

    /// <summary>However the lines are divided into pieces, the sum is that of the whole.</summary>
    [Fact]
    public void The_sum_of_pieces_is_that_of_the_whole()
    {
        var lines = Gen.ArrayOf(Gen.Elements("x,1,,", "1,a,,", "1,b,,", "1,c,,", "1,d,,", "2,2,,")).ToArbitrary();
        Prop.ForAll(lines, Gen.Choose(0, 100).ToArbitrary(), (all, cut) =>
        {
            cut = Math.Min(cut, all.Length);
            var sum = TypeErrors.Sum([.. Read(all[..cut]), .. Read(all[cut..])]);
            return Shown(sum).SequenceEqual(Shown(TypeErrors.Sum(Read(all))));
        }).QuickCheckThrowOnFailure();
    }

    static IReadOnlyList<TypeErrors> Read(string[] lines) =>
        TypedRows.ReadAsync(TypedRows.Orders, Header + string.Concat(lines.Select(line => line + "\n")))
            .GetAwaiter()
            .GetResult().TypeErrors;

    static IEnumerable<string> Shown(IEnumerable<TypeErrors> errors) =>
        errors.Select(column => $"{column.Column} {column.Rows} {string.Join(' ', column.Values)}");
}
