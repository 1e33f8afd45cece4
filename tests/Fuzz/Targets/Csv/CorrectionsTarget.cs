using DuffBeer.Core.Failures;
using DuffBeer.Core.Runs.Rejects;
using DuffBeer.Fuzz.Engine;

namespace DuffBeer.Fuzz.Targets.Csv;

/// <summary>A file of corrected rejects: what it becomes is read like any source file.</summary>
/// <remarks>Two bytes choose contract and chunk size; the others are the file.</remarks>
sealed class CorrectionsTarget() : FuzzTarget("corrections")
{
    public override int MostBytes => 700;

    public override long MostAllocated(int inputBytes) => 24 << 20;

    public override void Read(byte[] input)
    {
        if (input.Length < 2)
            return;
        var contract = FuzzContracts.All[input[0] % FuzzContracts.All.Count];
        try
        {
            var rows = CorrectedRows.Of(input[2..], contract);
            CsvTarget.ReadAsync(rows, contract, input[1] + 1).GetAwaiter().GetResult();
        }
        catch (TerminalException declared) when (declared.Code == ProblemCode.BadRequest)
        {
        }
    }
}
