using DuffBeer.Core.Ports;

namespace DuffBeer.Core.Tests.Ports;

/// <summary>The batch that a key belongs to; maintenance deletes by it.</summary>
public sealed class BatchKeysTests
{
    const string Batch = "things-batch-0123456789abcdef";

    static readonly string s_result = LakeKeys.BatchResultId(Batch, 2);

    public static TheoryData<string> OfTheBatch =>
    [
        LakeKeys.BatchMembers(Batch), LakeKeys.BatchResult(s_result), LakeKeys.BatchRejects("things", s_result, "x", ".parquet"),
        LakeKeys.BatchPart("things", "", s_result, "x-0", ".parquet"), LakeKeys.BatchPart("things", "day=1", s_result, "x-0", ".parquet"),
        LakeKeys.Pack("things", s_result, "fedcba9876543210"),
        $"{LakeKeys.FileLists("things", $"{s_result}-fedcba9876543210", 1)}files-1.avro",
    ];

    [Theory]
    [MemberData(nameof(OfTheBatch))]
    public void The_batch_of_its_keys_is_found(string key) => Assert.Equal(Batch, LakeKeys.BatchOf(key));

    /// <summary>Columns and their values may be named like folders of ours.</summary>
    [Theory]
    [InlineData("tables/things/batch_id=a-batch-1/run_id=things-0123456789abcdef/a1/part-00000-0.parquet")]
    [InlineData("tables/things/name=a-batch-1/run_id=things-0123456789abcdef/a1/part-00000-0.parquet")]
    [InlineData("tables/things/batch_id=7/part.parquet")]
    [InlineData("datasets/things/current.json")]
    [InlineData("datasets/things/packs/0123456789abcdef-0123456789abcdef.json")]
    [InlineData("runs/things-0123456789abcdef/run.json")]
    public void Other_keys_belong_to_no_batch(string key) => Assert.Null(LakeKeys.BatchOf(key));
}
