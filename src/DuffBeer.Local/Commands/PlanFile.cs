using System.Text.Json;
using DuffBeer.Api.Http;
using DuffBeer.Api.Models;
using DuffBeer.Core.Failures;

namespace DuffBeer.Local.Commands;

/// <summary>A plan as a file: what <c>duffbeer plan --json</c> prints.</summary>
static class PlanFile
{
    /// <exception cref="TerminalException"><c>NotFound</c>, or <c>BadRequest</c> if it holds no plan.</exception>
    public static async Task<PlanAnswer> ReadAsync(string file, CancellationToken cancellationToken)
    {
        if (!File.Exists(file))
            throw new TerminalException(ProblemCode.NotFound, $"There is no file {file}. 'duffbeer plan --json > {file}' writes one.");
        try
        {
            await using var stream = File.OpenRead(file);
            return await JsonSerializer.DeserializeAsync(stream, ApiJson.Readable.PlanAnswer, cancellationToken)
                ?? throw new JsonException("it holds nothing");
        }
        catch (JsonException mistake)
        {
            throw new TerminalException(
                ProblemCode.BadRequest,
                $"{file} holds no plan of this version of duffbeer: {mistake.Message.TrimEnd('.')}. 'duffbeer plan --json > {file}' writes "
                    + "a new one.");
        }
    }
}
