using System.Net;
using Amazon.Runtime;
using Amazon.Runtime.Internal;
using DuffBeer.Core.Costs;

namespace DuffBeer.Aws;

/// <summary>Counts each request that is sent, including the SDK's retries. It is the last handler before the network.</summary>
/// <remarks>
/// A request counts when it is sent, because a cancelled one is billed too; if it never arrived, the count is one too high. AWS does not
/// bill 5xx answers, so these are subtracted.
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
