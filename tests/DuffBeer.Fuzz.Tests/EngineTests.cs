using System.Text;
using DuffBeer.Fuzz.Engine;

namespace DuffBeer.Fuzz.Tests;

/// <summary>The engine finds planted defects, each of another kind, and says with how little input.</summary>
public sealed class EngineTests
{
    const int MostSteps = 20_000;

    [Fact]
    public void A_broken_property_is_found_and_its_input_shrunk()
    {
        var target = new Planted(input => !Encoding.Latin1.GetString(input).Contains("ab", StringComparison.Ordinal));

        var finding = Shrinker.Shrunk(target, Found(target));

        Assert.Equal("ab", Encoding.Latin1.GetString(finding.Input));
        Assert.Contains("planted", finding.Kind, StringComparison.Ordinal);
    }

    [Fact]
    public void An_exception_that_is_not_declared_is_found()
    {
        var target = new Planted(input => input.Length == 0 || input[input[0] % 8] != 255);

        Assert.StartsWith(nameof(IndexOutOfRangeException), Found(target, nameof(IndexOutOfRangeException)).Kind, StringComparison.Ordinal);
    }

    [Fact]
    public void Memory_that_grows_faster_than_the_input_is_found()
    {
        var target = new Planted(input => input.Length < 20 || new byte[input.Length << 20].Length > 0);

        Assert.Equal("memory", Found(target).Kind);
    }

    [Fact]
    public void The_same_seed_gives_the_same_inputs_and_another_gives_others()
    {
        Assert.Equal(Inputs(1), Inputs(1));
        Assert.NotEqual(Inputs(1), Inputs(2));

        static List<string> Inputs(int seed)
        {
            var (campaign, inputs) = (new Campaign(new Planted(_ => true), seed), new List<string>());
            for (var step = 0; step < 50; step++)
                campaign.Step(input => inputs.Add(EscapedText.Escape(input)));
            return inputs;
        }
    }

    [Fact]
    public void Any_bytes_survive_as_a_line_of_text()
    {
        var all = Enumerable.Range(0, 256).Select(b => (byte)b).ToArray();
        var line = EscapedText.Escape(all);

        Assert.All(line, letter => Assert.InRange(letter, ' ', '~'));
        Assert.Equal(all, EscapedText.Unescape(line));
    }

    static Finding Found(Planted target, string kind = "")
    {
        var campaign = new Campaign(target, seed: 1, ["seed of xa and xb, 123"u8.ToArray()]);
        for (var step = 0; step < MostSteps; step++)
        {
            if (campaign.Step() is { } finding && finding.Kind.Contains(kind, StringComparison.Ordinal))
                return finding;
        }

        throw new InvalidOperationException("Nothing was found.");
    }

    sealed class Planted(Func<byte[], bool> holds) : FuzzTarget("planted")
    {
        public override int MostBytes => 64;

        public override void Read(byte[] input) => Hold(holds(input), "what was planted");
    }
}
