using DuffBeer.Reliability.Tests.Crash;

namespace DuffBeer.Reliability.Tests.Report;

/// <summary>The page says what the committed results say, and they cover every command.</summary>
public sealed class PageTests
{
    [Fact]
    public void The_page_is_made_of_the_results() =>
        Assert.Equal(ReliabilityPage.Text(Results.Read()), File.ReadAllText(ReliabilityPage.File));

    [Fact]
    public void Every_command_of_the_story_was_killed_and_nothing_was_lost()
    {
        var trials = Results.Read();

        Assert.Equal(
            Story.Names.Order(StringComparer.Ordinal),
            trials.Where(trial => trial.Group == Blow.Kill.Name).Select(trial => trial.Name).Order(StringComparer.Ordinal));
        Assert.All(trials, trial => Assert.Equal((trial.Name, trial.Tried), (trial.Name, trial.Survived)));
        // A command that renames nothing has no point at which a rename fails.
        Assert.All(trials, trial => Assert.InRange(trial.Tried, Math.Min(1, trial.Possible), trial.Possible));
    }

    [Fact]
    public void The_story_has_the_commands_that_it_names()
    {
        using var stage = new Stage();

        Assert.Equal(Story.Names, Story.Of(stage).Where(act => act.IsStruck).Select(act => act.Name));
    }
}
