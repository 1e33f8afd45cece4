using System.Globalization;
using System.Text;
using System.Xml.Linq;
using DuffBeer.FakeAws.Signing;
using DuffBeer.FakeAws.Wire;
using Microsoft.AspNetCore.Http;

namespace DuffBeer.FakeAws.Sts;

/// <summary>AssumeRoleWithWebIdentity, which is authorized by a token instead of a signature.</summary>
sealed class StsService(FakeAwsCredentials credentials, string account)
{
    static readonly XNamespace s_sts = "https://sts.amazonaws.com/doc/2011-06-15/";

    public async Task AnswerAsync(WireCall call, HttpContext http)
    {
        var form = new QueryValues(Encoding.UTF8.GetString(call.Body.Span));
        if (call.Operation != "AssumeRoleWithWebIdentity")
            throw new WireException(400, "InvalidAction", $"Could not find operation {call.Operation}.");
        var token = form["WebIdentityToken"] ?? "";
        if (token.Split('.').Length != 3)
            throw new WireException(400, "InvalidIdentityToken", "The web identity token that was passed could not be validated.");
        if (form["RoleArn"] is not { } role || !role.StartsWith($"arn:aws:iam::{account}:role/", StringComparison.Ordinal))
            throw new WireException(403, "AccessDenied", "Not authorized to perform sts:AssumeRoleWithWebIdentity");

        var seconds = int.Parse(form["DurationSeconds"] ?? "3600", CultureInfo.InvariantCulture);
        var expires = DateTimeOffset.UtcNow.AddSeconds(seconds);
        var (access, secret, session) = credentials.Issue(expires);
        await XmlAnswer.WriteAsync(http.Response, 200, new(s_sts + "AssumeRoleWithWebIdentityResponse",
            new XElement(s_sts + "AssumeRoleWithWebIdentityResult",
                new XElement(s_sts + "SubjectFromWebIdentityToken", "fake"),
                new XElement(s_sts + "Audience", "fake"),
                new XElement(s_sts + "AssumedRoleUser",
                    new XElement(s_sts + "Arn", $"{role.Replace(":iam:", ":sts:", StringComparison.Ordinal)}/{form["RoleSessionName"]}"),
                    new XElement(s_sts + "AssumedRoleId", $"AROAPEER:{form["RoleSessionName"]}")),
                new XElement(s_sts + "Credentials",
                    new XElement(s_sts + "AccessKeyId", access),
                    new XElement(s_sts + "SecretAccessKey", secret),
                    new XElement(s_sts + "SessionToken", session),
                    new XElement(s_sts + "Expiration", expires.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture)))),
            new XElement(s_sts + "ResponseMetadata", new XElement(s_sts + "RequestId", "fake"))));
    }
}
