// DuffBeer on Azure: the function app, its storage, identity, secrets and alerts, in one resource group.
// infra/deploy.sh and azd pass the parameters by main.bicepparam. The AWS part is Terraform in infra/aws.
targetScope = 'resourceGroup'

@description('Name of the project; with the environment it makes every name.')
@minLength(2)
@maxLength(20)
param project string

@description('Name of the environment, such as dev or prod.')
@minLength(1)
@maxLength(12)
param environment string

@description('Six characters that make global names unique. deploy.sh computes them from subscription, project and environment.')
@minLength(6)
@maxLength(6)
param suffix string

@description('Azure region with the Flex Consumption plan.')
param location string = resourceGroup().location

@description('AWS account of the buckets: 12 digits.')
@minLength(12)
@maxLength(12)
param awsAccount string

@description('AWS region of the buckets.')
param awsRegion string

@description('Bucket that CSV files land in. Empty: <project>-<environment>-landing-<account>.')
param landingBucket string = ''

@description('Bucket of tables and models. Empty: <project>-<environment>-lake-<account>.')
param lakeBucket string = ''

@description('Glue database. Empty: <project>_<environment>.')
param database string = ''

@description('Athena workgroup. Empty: <project>-<environment>.')
param workgroup string = ''

@description('Application ID URI of the Entra app registration: the audience of tokens for AWS and of calls of the webhook.')
param audience string

@description('How uploads are announced: EventBridge calls the webhook, or the app polls an SQS queue.')
@allowed(['webhook', 'queue'])
param events string = 'webhook'

@description('Application id of the Entra client that EventBridge signs in as. Only for events = webhook.')
param webhookClientId string = ''

@description('EventBridge bus for events of ended runs. Empty: none are sent.')
param runEventBus string = ''

@description('Object id of the person or service that deploys: it may write secrets.')
param operatorPrincipalId string

@allowed(['User', 'ServicePrincipal', 'Group'])
param operatorPrincipalType string = 'User'

@description('Address that alerts are sent to.')
param alertEmail string

@description('HTTP instances that always run. 0: the first request after a pause waits for a start.')
@minValue(0)
@maxValue(20)
param alwaysReady int = 1

@description('Most instances that the app scales to.')
@minValue(1)
@maxValue(1000)
param maximumInstances int = 40

@description('Memory of an instance in MB.')
@allowed([2048, 4096])
param instanceMemoryMB int = 2048

@description('Redundancy of the storage account.')
@allowed(['Standard_LRS', 'Standard_ZRS', 'Standard_GRS', 'Standard_GZRS'])
param storageSku string = 'Standard_LRS'

@description('Days that logs are kept.')
@minValue(30)
@maxValue(730)
param logDays int = 30

@description('Alert if no file was published for so many hours.')
@minValue(1)
@maxValue(720)
param freshnessHours int = 26

@description('Alert if a run is unfinished for so many minutes.')
@minValue(20)
@maxValue(1440)
param queueMinutes int = 60

@description('Probe /api/health/ready every five minutes from outside.')
param availabilityTest bool = true

@description('Keep orchestrations in a Durable Task Scheduler instead of the storage account. Needs its extension in the published app.')
param durableTaskScheduler bool = false

@description('True if the vault is deleted but recoverable: it is brought back with its secrets.')
param recoverVault bool = false

var name = '${project}-${environment}'
var shortName = take(replace(name, '-', ''), 16)
var tags = {
  project: project
  environment: environment
  repository: 'duffbeer'
}
var functionAppName = '${name}-${suffix}'
// One host name for the app in every Azure cloud that has Flex Consumption.
var functionAppHost = '${functionAppName}.azurewebsites.net'

module monitor 'modules/monitor.bicep' = {
  params: { name: name, location: location, tags: tags, logDays: logDays, publisherPrincipalId: identity.outputs.principalId }
}

module identity 'modules/identity.bicep' = {
  params: { name: '${name}-app', location: location, tags: tags }
}

module storage 'modules/storage.bicep' = {
  params: {
    name: '${shortName}${suffix}'
    location: location
    tags: tags
    sku: storageSku
    principalId: identity.outputs.principalId
    workspaceId: monitor.outputs.workspaceId
  }
}

module vault 'modules/vault.bicep' = {
  params: {
    name: '${shortName}-${suffix}'
    location: location
    tags: tags
    recover: recoverVault
    readerPrincipalId: identity.outputs.principalId
    operatorPrincipalId: operatorPrincipalId
    operatorPrincipalType: operatorPrincipalType
    workspaceId: monitor.outputs.workspaceId
  }
}

module scheduler 'modules/scheduler.bicep' = if (durableTaskScheduler) {
  params: {
    name: '${name}-${suffix}'
    location: location
    tags: tags
    principalId: identity.outputs.principalId
    clientId: identity.outputs.clientId
  }
}

module app 'modules/app.bicep' = {
  params: {
    name: functionAppName
    location: location
    tags: union(tags, { 'azd-service-name': 'functions' })
    identityId: identity.outputs.id
    deploymentContainer: storage.outputs.deploymentContainer
    alwaysReady: alwaysReady
    maximumInstances: maximumInstances
    instanceMemoryMB: instanceMemoryMB
    workspaceId: monitor.outputs.workspaceId
  }
}

module settings 'modules/settings.bicep' = {
  params: {
    appName: app.outputs.name
    name: name
    awsAccount: awsAccount
    awsRegion: awsRegion
    landingBucket: empty(landingBucket) ? '${name}-landing-${awsAccount}' : landingBucket
    lakeBucket: empty(lakeBucket) ? '${name}-lake-${awsAccount}' : lakeBucket
    database: empty(database) ? replace(name, '-', '_') : database
    workgroup: empty(workgroup) ? name : workgroup
    audience: audience
    events: events
    webhookClientId: webhookClientId
    runEventBus: runEventBus
    storageName: storage.outputs.name
    clientId: identity.outputs.clientId
    vaultUri: vault.outputs.uri
    insightsConnection: monitor.outputs.connectionString
    schedulerConnection: durableTaskScheduler ? scheduler!.outputs.connection : ''
  }
}

module alerts 'modules/alerts.bicep' = {
  params: {
    name: name
    location: location
    tags: tags
    email: alertEmail
    workspaceId: monitor.outputs.workspaceId
    insightsId: monitor.outputs.insightsId
    freshnessHours: freshnessHours
    queueMinutes: queueMinutes
    availabilityTest: availabilityTest
    healthUrl: 'https://${functionAppHost}/api/health/ready'
  }
}

output functionAppName string = app.outputs.name
output functionAppUrl string = 'https://${app.outputs.host}'
output webhookUrl string = 'https://${app.outputs.host}/api/events/s3'
output vaultName string = vault.outputs.name
output tenantId string = tenant().tenantId
@description('Object id of the identity: the sub of its tokens, which the trust of the AWS role names.')
output principalId string = identity.outputs.principalId
