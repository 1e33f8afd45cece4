using DuffBeer.Api.Models;
using DuffBeer.Core.Models;

namespace DuffBeer.Local.Rendering;

/// <summary>A plan as text: what changed, the models that would be built, and the estimate.</summary>
static class PlanText
{
    static readonly Heading[] s_models =
    [
        new("model", CellKind.Name), new("rows read", CellKind.Number), new("bytes read", CellKind.Number),
        new("last build", CellKind.Number), new("because of", CellKind.Prose),
    ];

    public static void Write(Terminal terminal, PlanAnswer plan)
    {
        terminal.Out.WriteLine(
            (plan.Base is { } id ? $"Plan of a refresh on snapshot {id}" : "Plan of the first refresh")
                + (plan.Request.Into is { } name ? $", into '{name}'" : ""));
        DiffText.WriteCauses(
            terminal,
            [
                .. DiffText.Causes(plan.Datasets, plan.Settings),
                .. plan.AsOf.Select(date => new[] { "as of", date.Name, date.Before ?? "none", "may move" }),
            ]);
        if (plan.Models.Count > 0)
            TextTable.Write(terminal, s_models, plan.Models.Select(model => Model(terminal, model)));
        foreach (var removed in plan.Removed)
            Paragraph.WriteNote(terminal, $"The model {removed} is no longer defined: the new snapshot does not have it.");
        if (!plan.IsChange)
        {
            Paragraph.WriteNote(terminal, "There is nothing to build: models and settings are up to date.");
            return;
        }

        Paragraph.WriteNote(
            terminal,
            $"{ModelLine.Models(plan.Models.Count)} would be built, each in full; {DisplayText.Count(plan.Kept.Count)} stay as they are.");
        if (plan.IsHeld)
            Paragraph.WriteNote(terminal, $"Readers are pinned to {plan.Shown}: the result would be built, but not shown.");
        if (plan.Models.Count > 0)
            Paragraph.WriteNote(terminal, Estimate(plan.Estimate));
        Paragraph.WriteNote(
            terminal, "'duffbeer plan --json > plan.json' keeps this plan, and 'duffbeer refresh --plan plan.json' does it.");
    }

    static string Estimate(PlanCostAnswer estimate)
    {
        var built = estimate.FirstBuilds == 0
            ? "" : $" Models that were never built are not in it: {DisplayText.Count(estimate.FirstBuilds)}.";
        var price = estimate.BytesBilled == 0 ? "the engine charges nothing" : $"the engine charges {CostText.Dollars(estimate.Dollars)}";
        var seconds = DisplayText.Seconds(TimeSpan.FromSeconds(estimate.Seconds));
        return $"Estimate: {DisplayText.Count(estimate.Statements)} statements over at most "
            + $"{DisplayText.Megabytes(estimate.BytesScanned)} MB; the last builds took {seconds} in all; {price}. It is made of the "
            + $"stored sizes of what is read, and of the last builds.{built}";
    }

    static string[] Model(Terminal terminal, PlanModelAnswer model) =>
    [
        model.Name, terminal.Count(model.Rows), terminal.Count(model.Bytes),
        model.Seconds is { } seconds ? terminal.Seconds(TimeSpan.FromSeconds(seconds)) : "never",
        model.Reason == BuildReason.New ? "its first build"
            : model.Reason == BuildReason.Asked && model.Causes.Count == 0 ? "it was asked for"
            : DiffText.CausesOf(model.Causes),
    ];
}
