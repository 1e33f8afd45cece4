using DuffBeer.Core.Failures;

namespace DuffBeer.Aws;

/// <summary>Failures of ours within those of the SDK, such as of credentials that are fetched while a request is sent.</summary>
static class KnownFailure
{
    public static RunException? In(Exception exception)
    {
        for (var inner = exception; inner is not null; inner = inner.InnerException)
        {
            if (inner is RunException known)
                return known;
        }

        return null;
    }
}
