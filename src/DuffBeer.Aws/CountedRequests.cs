using System.Net;
using Amazon.Runtime;
using Amazon.Runtime.Internal;
using DuffBeer.Core.Costs;

namespace DuffBeer.Aws;

/// <summary>Counts each request that goes out, tries that the SDK makes again too. It stands last before the wire.</summary>
/// <remarks>
/// Counted when it is sent, because a cancelled request is billed too; where it was stopped before it arrived,
/// the count is one too high. AWS does not bill what it answers with 5xx: that is taken back.
/// </remarks>
sealed class CountedRequests(Func<IRequestContext, CostDrivers> costOf) : PipelineHandler
{
    public override async Task<T> InvokeAsync<T>(IExecutionContext executionContext)
    {
        var cost = costOf(executionContext.RequestContext);
        CostMeter.Spend(cost);
        try
        {
            return await base.InvokeAsync<T>(executionContext);
        }
        catch (HttpErrorResponseException refused) when (refused.Response.StatusCode >= HttpStatusCode.InternalServerError)
        {
            CostMeter.Spend(-cost);
            throw;
        }
    }
}
