using System.Text.Json.Nodes;
using System.Xml.Linq;
using Microsoft.AspNetCore.Http;

namespace DuffBeer.FakeAws.Wire;

/// <summary>An error answer in the format of the request's protocol.</summary>
public sealed class WireException(int status, string code, string message) : Exception(message)
{
    public int Status { get; } = status;

    public string Code { get; } = code;

    /// <summary>Further elements of S3's error document, such as <c>Region</c>.</summary>
    public IReadOnlyDictionary<string, string> Details { get; init; } = new Dictionary<string, string>();

    public IReadOnlyDictionary<string, string> Headers { get; init; } = new Dictionary<string, string>();

    internal async Task WriteAsync(WireCall call, HttpResponse response)
    {
        response.Clear();
        foreach (var (name, value) in Headers)
            response.Headers[name] = value;
        // Draining an unread body would take long; S3 closes too.
        if (Status != 304 && call.Method is "PUT" or "POST")
            response.Headers.Connection = "close";
        if (call.Protocol == PeerProtocol.Json)
        {
            await JsonAnswer.WriteAsync(response, Status, new JsonObject { ["__type"] = Code, ["message"] = Message }, default);
            return;
        }

        response.StatusCode = Status;
        // An answer to HEAD has no body: a client has only the status.
        if (call.Method == "HEAD" || Status == 304)
            return;
        if (call.Protocol == PeerProtocol.Query)
        {
            XNamespace sts = "https://sts.amazonaws.com/doc/2011-06-15/";
            await XmlAnswer.WriteAsync(response, Status, new(sts + "ErrorResponse",
                new XElement(
                    sts + "Error",
                    new XElement(sts + "Type", "Sender"),
                    new XElement(sts + "Code", Code),
                    new XElement(sts + "Message", Message)),
                new XElement(sts + "RequestId", "fake")));
            return;
        }

        await XmlAnswer.WriteAsync(response, Status, new("Error",
            new XElement("Code", Code), new XElement("Message", Message), new XElement("Resource", call.Resource),
            Details.Select(detail => new XElement(detail.Key, detail.Value)),
            new XElement("RequestId", "fake"),
            new XElement("HostId", "fake")));
    }
}
