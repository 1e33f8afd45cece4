using DuffBeer.Fuzz.Engine;
using DuffBeer.Fuzz.Targets;

namespace DuffBeer.Fuzz.Tests;

/// <summary>What must hold for hostile input, for the kept inputs and for a few new ones.</summary>
/// <remarks>A campaign of millions, which follows the code that it reaches, is a command: tests/Fuzz/README.md.</remarks>
public sealed class TargetTests
{
    const int Seed = 20;

    /// <summary>Few of the targets that read every input several times.</summary>
    static readonly Dictionary<string, int> s_steps = new() { ["csv"] = 40, ["gzip"] = 40, ["corrections"] = 40 };

    const int UsualSteps = 400;

    public static TheoryData<string> Targets => [.. AllTargets.Names];

    [Theory]
    [MemberData(nameof(Targets))]
    public void Every_kept_input_and_a_few_new_ones_hold_the_properties(string name)
    {
        var target = AllTargets.Named(name);
        var campaign = new Campaign(target, Seed);

        for (var step = 0; step < campaign.Seeds.Count + s_steps.GetValueOrDefault(name, UsualSteps); step++)
        {
            if (campaign.Step() is { } finding)
                Assert.Fail($"{finding.Kind}\n{EscapedText.Escape(Shrinker.Shrunk(target, finding).Input)}\n{finding.Details}");
        }
    }

    [Theory]
    [MemberData(nameof(Targets))]
    public void Every_target_has_inputs_to_begin_with_and_words(string name)
    {
        var target = AllTargets.Named(name);

        Assert.NotEmpty(target.Seeds);
        Assert.NotEmpty(target.Words);
        Assert.All(target.Seeds, seed => Assert.InRange(seed.Length, 0, target.MostBytes));
    }
}
