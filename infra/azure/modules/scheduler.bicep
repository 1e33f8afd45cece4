// The Durable Task Scheduler: a managed store of orchestrations, in place of queues and tables of the storage account.
param name string
param location string
param tags object

@description('Object id of the identity that runs orchestrations.')
param principalId string

@description('Client id of the same identity, for the connection.')
param clientId string

resource scheduler 'Microsoft.DurableTask/schedulers@2025-11-01' = {
  name: name
  location: location
  tags: tags
  properties: {
    sku: { name: 'Consumption' }
    // Instances of Flex Consumption have no fixed addresses; callers need a token with the role below.
    ipAllowlist: ['0.0.0.0/0']
  }
}

// The name is hubName in host.json.
resource hub 'Microsoft.DurableTask/schedulers/taskHubs@2025-11-01' = {
  parent: scheduler
  name: 'DuffBeer'
}

var durableTaskDataContributor = '0ad04412-c4d5-4796-b79c-f76d14c8d402'

resource worker 'Microsoft.Authorization/roleAssignments@2022-04-01' = {
  name: guid(scheduler.id, principalId, durableTaskDataContributor)
  scope: scheduler
  properties: {
    roleDefinitionId: subscriptionResourceId('Microsoft.Authorization/roleDefinitions', durableTaskDataContributor)
    principalId: principalId
    principalType: 'ServicePrincipal'
  }
}

output connection string = 'Endpoint=${scheduler.properties.endpoint};TaskHub=${hub.name};Authentication=ManagedIdentity;ClientID=${clientId}'
