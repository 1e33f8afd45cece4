// Alerts. Each names its page of the runbook. The lines that they look for are written by src/DuffBeer.Functions/Orchestrating.
param name string
param location string
param tags object
param email string
param workspaceId string
param insightsId string
param freshnessHours int
param queueMinutes int
param availabilityTest bool

@description('Address that the availability test probes.')
param healthUrl string

resource actions 'Microsoft.Insights/actionGroups@2023-01-01' = {
  name: name
  location: 'global'
  tags: tags
  properties: {
    enabled: true
    groupShortName: take(name, 12)
    emailReceivers: [{ name: 'operators', emailAddress: email, useCommonAlertSchema: true }]
  }
}

var freshness = 'AppTraces | where Message startswith "Freshness: "'

var queries = [
  {
    name: 'failed-runs'
    title: 'A run failed'
    severity: 2
    query: 'AppTraces | where Message startswith "Announced RunFailed: "'
    operator: 'GreaterThan'
    threshold: 0
    frequency: 'PT5M'
    window: 'PT5M'
  }
  {
    name: 'webhook-5xx'
    title: 'The webhook answers with server errors'
    severity: 2
    query: 'AppRequests | where Url has "/api/events/s3" and toint(ResultCode) >= 500'
    operator: 'GreaterThan'
    threshold: 2
    frequency: 'PT5M'
    window: 'PT15M'
  }
  {
    name: 'queue-age'
    title: 'A run has been unfinished for over ${queueMinutes} minutes'
    severity: 2
    query: '${freshness} | parse Message with * "the oldest for " Minutes:long " minutes" * | where Minutes > ${queueMinutes}'
    operator: 'GreaterThan'
    threshold: 0
    frequency: 'PT15M'
    window: 'PT30M'
  }
  {
    name: 'freshness'
    title: 'No file was published for over ${freshnessHours} hours'
    severity: 2
    query: '${freshness} | parse Message with "Freshness: " Minutes:long " minutes" * | where Minutes > ${freshnessHours * 60}'
    operator: 'GreaterThan'
    threshold: 0
    frequency: 'PT15M'
    window: 'PT30M'
  }
  {
    name: 'reconcile-missing'
    title: 'The timer that finds lost uploads has not run for an hour'
    severity: 1
    query: freshness
    operator: 'LessThan'
    threshold: 1
    frequency: 'PT15M'
    window: 'PT1H'
  }
]

resource rules 'Microsoft.Insights/scheduledQueryRules@2022-06-15' = [
  for query in queries: {
    name: '${name}-${query.name}'
    location: location
    tags: tags
    properties: {
      displayName: query.title
      description: '${query.title}. What to do: docs/runbook/${query.name}.md'
      enabled: true
      severity: query.severity
      scopes: [workspaceId]
      evaluationFrequency: query.frequency
      windowSize: query.window
      criteria: {
        allOf: [
          {
            query: query.query
            timeAggregation: 'Count'
            operator: query.operator
            threshold: query.threshold
            failingPeriods: { numberOfEvaluationPeriods: 1, minFailingPeriodsToAlert: 1 }
          }
        ]
      }
      autoMitigate: true
      // The workspace may be minutes old and not know its tables yet.
      skipQueryValidation: true
      actions: { actionGroups: [actions.id] }
    }
  }
]

// Flex Consumption has no health check of its own, so Application Insights probes from outside.
resource probe 'Microsoft.Insights/webtests@2022-06-15' = if (availabilityTest) {
  name: '${name}-health'
  location: location
  tags: union(tags, { 'hidden-link:${insightsId}': 'Resource' })
  kind: 'standard'
  properties: {
    SyntheticMonitorId: '${name}-health'
    Name: '${name} is ready'
    Enabled: true
    Kind: 'standard'
    Frequency: 300
    Timeout: 60
    RetryEnabled: true
    Locations: [{ Id: 'emea-nl-ams-azr' }]
    Request: { RequestUrl: healthUrl, HttpVerb: 'GET', ParseDependentRequests: false, FollowRedirects: false }
    ValidationRules: { ExpectedHttpStatusCode: 200, SSLCheck: true, SSLCertRemainingLifetimeCheck: 7 }
  }
}

resource unavailable 'Microsoft.Insights/metricAlerts@2018-03-01' = if (availabilityTest) {
  name: '${name}-app-unavailable'
  location: 'global'
  tags: tags
  properties: {
    description: 'The app or one of its dependencies is not ready. What to do: docs/runbook/app-unavailable.md'
    severity: 1
    enabled: true
    scopes: [insightsId, probe.id]
    evaluationFrequency: 'PT5M'
    windowSize: 'PT15M'
    criteria: {
      'odata.type': 'Microsoft.Azure.Monitor.WebtestLocationAvailabilityCriteria'
      webTestId: probe.id
      componentId: insightsId
      failedLocationCount: 1
    }
    autoMitigate: true
    actions: [{ actionGroupId: actions.id }]
  }
}
