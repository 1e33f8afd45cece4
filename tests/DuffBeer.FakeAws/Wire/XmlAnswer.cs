using System.Text;
using System.Xml.Linq;
using Microsoft.AspNetCore.Http;

namespace DuffBeer.FakeAws.Wire;

static class XmlAnswer
{
    public static async Task WriteAsync(HttpResponse response, int status, XElement root)
    {
        var bytes = Encoding.UTF8.GetBytes("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n" + root.ToString(SaveOptions.DisableFormatting));
        response.StatusCode = status;
        response.ContentType = "application/xml";
        response.ContentLength = bytes.Length;
        await response.Body.WriteAsync(bytes);
    }
}
