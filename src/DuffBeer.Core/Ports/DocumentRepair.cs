using DuffBeer.Core.Failures;

namespace DuffBeer.Core.Ports;

/// <summary>What to do about a document of the lake that cannot be read.</summary>
static class DocumentRepair
{
    public static TerminalException Damaged(string key, int bytes, string why, Exception? failure = null) =>
        new(
            ProblemCode.DocumentDamaged,
            $"The document {key} of the lake is damaged: {(bytes == 0 ? "it is empty" : why.TrimEnd('.'))}. {RemedyOf(key)}",
            failure);

    static string RemedyOf(string key) => key.Split('/') switch
    {
        [LakeKeys.CatalogState] => "Delete it: the next refresh writes it again.",
        [LakeKeys.PendingRefresh] => "Delete it and run 'duffbeer refresh'.",
        [LakeKeys.StoreProbes] => "Delete it: the next start checks the stores again.",
        ["refreshes", _] => "Delete it: only the record of that refresh is lost.",
        ["snapshots", _] =>
            "Restore its previous version, or delete it and run 'duffbeer refresh', which builds the models again.",
        ["snapshots", ..] => "Delete it and run 'duffbeer refresh'.",
        ["datasets", ..] =>
            "It lists the published runs: restore its previous version. If there is none, delete it and replay the dataset's runs.",
        ["runs", _, "run.json"] =>
            "Restore its previous version, or delete it and run 'duffbeer reconcile', which ingests the file again.",
        ["runs", var run, ..] => $"Restore its previous version, or run 'duffbeer replay {run}', which writes it again.",
        _ => "Restore its previous version.",
    };
}
