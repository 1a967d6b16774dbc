// The identity that Cairn runs as, and the service accounts that AKS may exchange for it.

param location string
param name string
param oidcIssuer string
param namespace string
param serviceAccounts string[]

resource identity 'Microsoft.ManagedIdentity/userAssignedIdentities@2023-01-31' = {
  name: name
  location: location
}

// One after the other: an identity takes one change at a time.
@batchSize(1)
resource federated 'Microsoft.ManagedIdentity/userAssignedIdentities/federatedIdentityCredentials@2023-01-31' = [
  for account in empty(oidcIssuer) ? [] : serviceAccounts: {
    parent: identity
    name: '${namespace}-${account}'
    properties: {
      issuer: oidcIssuer
      subject: 'system:serviceaccount:${namespace}:${account}'
      audiences: ['api://AzureADTokenExchange']
    }
  }
]

output clientId string = identity.properties.clientId
output principalId string = identity.properties.principalId
