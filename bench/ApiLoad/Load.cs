using System.Diagnostics;
using System.Net;

namespace DuffBeer.Bench.ApiLoad;

/// <summary>Measurements of concurrent clients, each sending one request after the other.</summary>
/// <param name="Errors">Unexpected answers.</param>
/// <param name="Server">Processor time of the server.</param>
/// <param name="Clients">Processor time of this process.</param>
sealed record Seen(int Requests, int Errors, double Seconds, double P50, double P99, double Longest, TimeSpan Server, TimeSpan Clients)
{
    public double PerSecond => Requests / Seconds;

    /// <summary>Microseconds of processor time.</summary>
    public double ServerPerRequest => Server.TotalMicroseconds / Requests;

    public double ClientsPerRequest => Clients.TotalMicroseconds / Requests;
}

/// <summary>Clients on this machine, limited in number and time.</summary>
sealed class Load(HttpClient http, ServerProcess server, int clients)
{
    /// <param name="question">Creates the n-th request, from 0.</param>
    /// <param name="expected">The expected status.</param>
    public async Task<Seen> RunAsync(Func<int, HttpRequestMessage> question, HttpStatusCode expected, int most, TimeSpan time)
    {
        var (next, errors) = (-1, 0);
        var times = new List<double>[clients];
        var (serverBefore, clientsBefore) = (server.ProcessorTime, Environment.CpuUsage.TotalTime);
        var watch = Stopwatch.StartNew();
        await Task.WhenAll(Enumerable.Range(0, clients).Select(client => Task.Run(async () =>
        {
            var mine = times[client] = [];
            while (watch.Elapsed < time && Interlocked.Increment(ref next) is var number && number < most)
            {
                var asked = Stopwatch.GetTimestamp();
                using var request = question(number);
                using var response = await http.SendAsync(request);
                await response.Content.CopyToAsync(Stream.Null);
                mine.Add(Stopwatch.GetElapsedTime(asked).TotalMilliseconds);
                if (response.StatusCode != expected)
                    Interlocked.Increment(ref errors);
            }
        })));
        var seconds = watch.Elapsed.TotalSeconds;
        var (serverTime, clientsTime) = (server.ProcessorTime - serverBefore, Environment.CpuUsage.TotalTime - clientsBefore);
        double[] all = [.. times.SelectMany(mine => mine).Order()];
        return new(all.Length, errors, seconds, At(all, 0.50), At(all, 0.99), all[^1], serverTime, clientsTime);
    }

    static double At(double[] ordered, double share) => ordered[(int)Math.Min(ordered.Length - 1, ordered.Length * share)];
}
