namespace DuffBeer.Infra.Tests.Aws;

/// <summary>Where an action is allowed.</summary>
enum Place
{
    Landing, LandingObjects, Lake, LakeObjects, Results, ResultsObjects, Workgroup, Tables, DefaultDatabase, Bus, Queue, Key,

    /// <summary>The trust policy of the app's role.</summary>
    Trust,
}

/// <summary>An action of IAM at a place.</summary>
readonly record struct Right(Place Place, string Action);

/// <summary>What each operation that the code calls needs.</summary>
/// <remarks>
/// From AWS's service authorization reference: <c>HeadObject</c> needs <c>s3:GetObject</c>, an upload in parts <c>s3:PutObject</c>. Only
/// requests to landing name versions. A bucket that encrypts by default needs the key for each read and write.
/// </remarks>
static class PermissionTable
{
    static readonly Right s_decrypt = new(Place.Key, "kms:Decrypt");
    static readonly Right s_encrypt = new(Place.Key, "kms:GenerateDataKey");

    static readonly Right[] s_read =
    [
        new(Place.LandingObjects, "s3:GetObject"), new(Place.LandingObjects, "s3:GetObjectVersion"), new(Place.LakeObjects, "s3:GetObject"),
        s_decrypt,
    ];

    // S3 decrypts the parts of an upload when it completes it.
    static readonly Right[] s_write =
    [
        new(Place.LakeObjects, "s3:PutObject"), new(Place.LandingObjects, "s3:PutObject"), s_encrypt, s_decrypt,
    ];

    static readonly Right[] s_queryBuckets =
    [
        .. from place in (Place[])[Place.Lake, Place.Results]
           from action in (string[])["s3:GetBucketLocation", "s3:ListBucket", "s3:ListBucketMultipartUploads"]
           select new Right(place, action),
        .. from place in (Place[])[Place.LakeObjects, Place.ResultsObjects]
           from action in (string[])["s3:AbortMultipartUpload", "s3:GetObject", "s3:ListMultipartUploadParts", "s3:PutObject"]
           select new Right(place, action),
        s_encrypt,
        s_decrypt,
    ];

    public static IReadOnlyDictionary<string, Right[]> Operations { get; } = new Dictionary<string, Right[]>(StringComparer.Ordinal)
    {
        ["S3.GetObject"] = s_read,
        ["S3.GetObjectMetadata"] = s_read,
        ["S3.ListObjectsV2"] = [new(Place.Landing, "s3:ListBucket"), new(Place.Lake, "s3:ListBucket")],
        ["S3.ListVersions"] = [new(Place.Landing, "s3:ListBucketVersions")],
        ["S3.PutObject"] = s_write,
        ["S3.InitiateMultipartUpload"] = s_write,
        ["S3.UploadPart"] = s_write,
        ["S3.CompleteMultipartUpload"] = s_write,
        ["S3.AbortMultipartUpload"] = InBoth("s3:AbortMultipartUpload"),
        ["S3.ListMultipartUploads"] =
            [new(Place.Lake, "s3:ListBucketMultipartUploads"), new(Place.Landing, "s3:ListBucketMultipartUploads")],
        ["S3.ListParts"] = InBoth("s3:ListMultipartUploadParts"),
        // In landing only versions of a file that rows were erased from.
        ["S3.DeleteObject"] = [new(Place.LakeObjects, "s3:DeleteObject"), new(Place.LandingObjects, "s3:DeleteObjectVersion")],

        // Athena runs a statement with the rights of its caller: on tables, the lake and the results.
        ["Athena.StartQueryExecution"] =
        [
            new(Place.Workgroup, "athena:StartQueryExecution"),
            .. s_queryBuckets,
            new(Place.Tables, "glue:GetDatabase"), new(Place.Tables, "glue:GetTable"), new(Place.Tables, "glue:CreateTable"),
            new(Place.Tables, "glue:GetPartition"), new(Place.Tables, "glue:GetPartitions"), new(Place.Tables, "glue:BatchGetPartition"),
            new(Place.Tables, "glue:BatchCreatePartition"),
            new(Place.DefaultDatabase, "glue:GetDatabase"),
        ],
        ["Athena.GetQueryExecution"] = [new(Place.Workgroup, "athena:GetQueryExecution")],
        ["Athena.GetQueryResults"] =
            [new(Place.Workgroup, "athena:GetQueryResults"), new(Place.ResultsObjects, "s3:GetObject"), s_decrypt],
        ["Athena.StopQueryExecution"] = [new(Place.Workgroup, "athena:StopQueryExecution")],

        ["Glue.GetDatabase"] = [new(Place.Tables, "glue:GetDatabase")],
        // Called only where the database is missing, and Terraform makes it.
        ["Glue.CreateDatabase"] = [],
        ["Glue.GetTable"] = [new(Place.Tables, "glue:GetTable")],
        ["Glue.GetTables"] = [new(Place.Tables, "glue:GetTables")],
        ["Glue.CreateTable"] = [new(Place.Tables, "glue:CreateTable")],
        ["Glue.UpdateTable"] = [new(Place.Tables, "glue:UpdateTable")],
        ["Glue.DeleteTable"] = [new(Place.Tables, "glue:DeleteTable")],
        ["Glue.BatchDeleteTable"] = [new(Place.Tables, "glue:BatchDeleteTable")],
        ["Glue.BatchCreatePartition"] = [new(Place.Tables, "glue:BatchCreatePartition")],
        ["Glue.BatchDeletePartition"] = [new(Place.Tables, "glue:BatchDeletePartition")],

        ["EventBridge.PutEvents"] = [new(Place.Bus, "events:PutEvents")],

        ["SQS.ReceiveMessage"] = [new(Place.Queue, "sqs:ReceiveMessage"), s_decrypt],
        ["SQS.DeleteMessage"] = [new(Place.Queue, "sqs:DeleteMessage")],
        ["SQS.DeleteMessageBatch"] = [new(Place.Queue, "sqs:DeleteMessage")],
        ["SQS.ChangeMessageVisibility"] = [new(Place.Queue, "sqs:ChangeMessageVisibility")],
        ["SQS.ChangeMessageVisibilityBatch"] = [new(Place.Queue, "sqs:ChangeMessageVisibility")],

        ["SecurityTokenService.AssumeRole"] = [new(Place.Trust, "sts:AssumeRole")],
        ["SecurityTokenService.AssumeRoleWithWebIdentity"] = [new(Place.Trust, "sts:AssumeRoleWithWebIdentity")],
    };

    /// <summary>The lake is written all the time; files of landing are, where rows are erased from them.</summary>
    static Right[] InBoth(string action) => [new(Place.LakeObjects, action), new(Place.LandingObjects, action)];
}
