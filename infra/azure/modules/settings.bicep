// The app settings. A test gives them to the host's own reader, so that a missing or misspelt one fails.
param appName string
param name string
param awsAccount string
param awsRegion string
param landingBucket string
param lakeBucket string
param database string
param workgroup string
param audience string
param events string
param webhookClientId string
param runEventBus string
param storageName string

@description('Client id of the identity of the app.')
param clientId string
param vaultUri string

@description('Connection string of Application Insights. It holds no secret: sending takes a token.')
param insightsConnection string

@description('Connection of the Durable Task Scheduler. Empty: the storage account is used.')
param schedulerConnection string

// The names of things in AWS are made of project, environment and account alone, so that neither part waits for the other.
var aws = {
  AWS_REGION: awsRegion
  Aws__RoleArn: 'arn:aws:iam::${awsAccount}:role/${name}-app'
  Aws__AzureAudience: audience
  Aws__AzureClientId: clientId
  Landing__Bucket: landingBucket
  Lake__Bucket: lakeBucket
  Athena__WorkGroup: workgroup
  Glue__Database: database
}

var secrets = {
  HashKey: '@Microsoft.KeyVault(SecretUri=${vaultUri}secrets/hash-key)'
  Keys__operator__Sha256: '@Microsoft.KeyVault(SecretUri=${vaultUri}secrets/api-key-operator-sha256)'
  Keys__operator__Scopes: 'Report,Operate,Ingest'
}

var host = {
  AzureWebJobsStorage__accountName: storageName
  AzureWebJobsStorage__credential: 'managedidentity'
  AzureWebJobsStorage__clientId: clientId
  AzureWebJobsDisableHomepage: 'true'
  APPLICATIONINSIGHTS_CONNECTION_STRING: insightsConnection
  APPLICATIONINSIGHTS_AUTHENTICATION_STRING: 'ClientId=${clientId};Authorization=AAD'
}

var webhook = {
  Entra__TenantId: tenant().tenantId
  Entra__Audience: audience
  Entra__Clients__eventbridge__Id: webhookClientId
  Entra__Clients__eventbridge__Scopes: 'Ingest'
}

var queue = { Events__Queue: 'https://sqs.${awsRegion}.amazonaws.com/${awsAccount}/${name}-events' }

var bus = { Events__EventBus: runEventBus }

var scheduler = {
  DURABLE_TASK_SCHEDULER_CONNECTION_STRING: schedulerConnection
  AzureFunctionsJobHost__extensions__durableTask__storageProvider__type: 'azureManaged'
  AzureFunctionsJobHost__extensions__durableTask__storageProvider__connectionStringName: 'DURABLE_TASK_SCHEDULER_CONNECTION_STRING'
}

resource app 'Microsoft.Web/sites@2024-04-01' existing = {
  name: appName
}

resource settings 'Microsoft.Web/sites/config@2024-04-01' = {
  parent: app
  name: 'appsettings'
  properties: union(
    aws,
    secrets,
    host,
    events == 'webhook' ? webhook : queue,
    empty(runEventBus) ? {} : bus,
    empty(schedulerConnection) ? {} : scheduler
  )
}
