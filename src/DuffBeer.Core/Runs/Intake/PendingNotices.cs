using System.Runtime.CompilerServices;
using System.Text.Json;
using System.Text.Json.Serialization;
using DuffBeer.Core.Ports;

namespace DuffBeer.Core.Runs.Intake;

/// <summary>Notices that a caller was told are queued, each batch as one object in the lake until its runs are recorded.</summary>
public sealed class PendingNotices(IObjectStore lake)
{
    /// <summary>Returns the batch's key.</summary>
    public async Task<string> AddAsync(IReadOnlyList<ObjectNotice> notices, CancellationToken cancellationToken)
    {
        var key = LakeKeys.PendingNotices($"{Guid.CreateVersion7():N}");
        await lake.WriteAsync(key, [.. notices], NoticeJson.Default.ObjectNoticeArray, WriteCondition.None, cancellationToken);
        return key;
    }

    public Task RemoveAsync(string key, CancellationToken cancellationToken) => lake.DeleteAsync(key, cancellationToken);

    public ValueTask<bool> AnyAsync(CancellationToken cancellationToken) =>
        lake.ListAsync(new(LakeKeys.AllPendingNotices, Most: 1), cancellationToken).AnyAsync(cancellationToken);

    public async IAsyncEnumerable<(string Key, IReadOnlyList<ObjectNotice> Notices)> ListAsync(
        [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await foreach (var batch in lake.ListAsync(LakeKeys.AllPendingNotices, cancellationToken))
        {
            // Null if it was completed meanwhile.
            if (await lake.ReadAsync(batch.Key, NoticeJson.Default.ObjectNoticeArray, cancellationToken) is { } document)
                yield return (batch.Key, document.Value);
        }
    }
}

[JsonSourceGenerationOptions(JsonSerializerDefaults.Web, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(ObjectNotice[]))]
sealed partial class NoticeJson : JsonSerializerContext;
