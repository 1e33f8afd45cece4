using System.Globalization;
using DuffBeer.Core.Failures;
using DuffBeer.Core.Models;

namespace DuffBeer.Core.Runs.Refresh;

/// <summary>A digest of what a refresh decided: equal exactly if it would do the same again. Each part covers one kind of input.</summary>
/// <param name="Data">The runs of each dataset.</param>
/// <param name="Definitions">SELECT, columns and contracts of each model.</param>
/// <param name="Settings">The value of each setting.</param>
/// <param name="Snapshot">The snapshot that readers see, the newest one, whether readers are pinned, and the one of the name.</param>
/// <param name="Request">The models that are built in any case, and the name of the snapshot.</param>
public sealed record RefreshDigest(string Data, string Definitions, string Settings, string Snapshot, string Request)
{
    const char Separator = '-';
    const int Digits = 16;

    /// <exception cref="TerminalException"><c>BadRequest</c>: the text is no digest of a plan.</exception>
    public static RefreshDigest Parse(string text)
    {
        var parts = text.Split(Separator);
        return parts.Length == 5 && parts.All(part => part.Length == Digits && part.All(char.IsAsciiHexDigitLower))
            ? new(parts[0], parts[1], parts[2], parts[3], parts[4])
            : throw new TerminalException(
                ProblemCode.BadRequest, "The digest of the plan is not one that 'duffbeer plan --json' or GET /api/plan has given.");
    }

    /// <param name="models">Model → digest of its definition.</param>
    internal static RefreshDigest Of(
        RefreshPlan plan, IReadOnlyDictionary<string, string> models, IEnumerable<KeyValuePair<string, string>> settings,
        SnapshotPointer? pointer, string? named, IEnumerable<string> asked, string? into) => new(
        Of(plan.Datasets.Where(dataset => dataset.Value.Count > 0)
            .Select(dataset => KeyValuePair.Create(dataset.Key, dataset.Value.Fingerprint))),
        Of(models),
        Of(settings),
        ModelHashes.Digest(
            [pointer?.Snapshot ?? "", pointer?.Newest ?? "", pointer is { Pinned: true } ? "pinned" : "", named ?? ""]),
        ModelHashes.Digest([into ?? "", .. asked.Distinct().Order(StringComparer.Ordinal)]));

    /// <summary>What differs from another digest, as parts of a sentence.</summary>
    public IReadOnlyList<string> ChangesSince(RefreshDigest before)
    {
        (bool Differs, string Change)[] parts =
        [
            (Data != before.Data, "files came or went"),
            (Definitions != before.Definitions, "definitions changed"),
            (Settings != before.Settings, "settings changed"),
            (Snapshot != before.Snapshot, "another snapshot was built, named or shown"),
            (Request != before.Request, "the request names other models or another snapshot"),
        ];
        return [.. parts.Where(part => part.Differs).Select(part => part.Change)];
    }

    /// <exception cref="TerminalException"><c>PlanChanged</c> if this is not the digest that was planned.</exception>
    internal void Require(string planned)
    {
        if (ChangesSince(Parse(planned)) is { Count: > 0 } changes)
            throw new TerminalException(
                ProblemCode.PlanChanged,
                $"Since the plan was made, {string.Join(", and ", changes)}. Nothing was built. Make a new plan and look at it.");
    }

    public override string ToString() =>
        string.Create(CultureInfo.InvariantCulture, $"{Data}-{Definitions}-{Settings}-{Snapshot}-{Request}");

    static string Of(IEnumerable<KeyValuePair<string, string>> pairs) =>
        ModelHashes.Digest(pairs.OrderBy(pair => pair.Key, StringComparer.Ordinal).SelectMany(pair => new[] { pair.Key, pair.Value }));
}
