// The account, its container, and who may write there.

param location string
param name string
param containerName string
param sku string
param hierarchicalNamespace bool
param allowAccountKeys bool
param softDeleteDays int
param isPrivate bool
param allowedAddressRanges string[]
param writerPrincipalId string
param encryption object?

// Storage Blob Data Contributor: reads, writes, deletes, makes containers and user-delegation keys, and nothing of the control plane.
var writerRole = subscriptionResourceId(
  'Microsoft.Authorization/roleDefinitions',
  'ba92f5b4-2d11-453d-a403-e96b0029c9fe'
)

resource account 'Microsoft.Storage/storageAccounts@2024-01-01' = {
  name: name
  location: location
  kind: 'StorageV2'
  sku: { name: sku }
  identity: encryption == null
    ? null
    : {
        type: 'UserAssigned'
        userAssignedIdentities: { '${encryption!.identityId}': {} }
      }
  properties: {
    accessTier: 'Hot'
    isHnsEnabled: hierarchicalNamespace
    minimumTlsVersion: 'TLS1_2'
    supportsHttpsTrafficOnly: true
    allowBlobPublicAccess: false
    allowSharedKeyAccess: allowAccountKeys
    allowCrossTenantReplication: false
    defaultToOAuthAuthentication: true
    publicNetworkAccess: isPrivate ? 'Disabled' : 'Enabled'
    networkAcls: {
      bypass: 'AzureServices'
      defaultAction: isPrivate || !empty(allowedAddressRanges) ? 'Deny' : 'Allow'
      ipRules: [for range in allowedAddressRanges: { value: range, action: 'Allow' }]
    }
    encryption: encryption == null
      ? {
          keySource: 'Microsoft.Storage'
          services: { blob: { enabled: true, keyType: 'Account' } }
        }
      : {
          keySource: 'Microsoft.Keyvault'
          services: { blob: { enabled: true, keyType: 'Account' } }
          identity: { userAssignedIdentity: encryption!.identityId }
          // Without a version: the newest is taken within a day, so that the vault may rotate it.
          keyvaultproperties: { keyvaulturi: encryption!.vaultUri, keyname: encryption!.keyName }
        }
  }
}

resource blobs 'Microsoft.Storage/storageAccounts/blobServices@2024-01-01' = {
  parent: account
  name: 'default'
  properties: {
    deleteRetentionPolicy: { enabled: true, days: softDeleteDays }
    containerDeleteRetentionPolicy: { enabled: true, days: softDeleteDays }
    isVersioningEnabled: !hierarchicalNamespace
  }
}

resource container 'Microsoft.Storage/storageAccounts/blobServices/containers@2024-01-01' = {
  parent: blobs
  name: containerName
  properties: { publicAccess: 'None' }
}

resource writer 'Microsoft.Authorization/roleAssignments@2022-04-01' = {
  scope: account
  name: guid(account.id, writerPrincipalId, writerRole)
  properties: {
    roleDefinitionId: writerRole
    principalId: writerPrincipalId
    principalType: 'ServicePrincipal'
  }
}

output id string = account.id
output name string = account.name
