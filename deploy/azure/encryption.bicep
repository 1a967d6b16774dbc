// A vault with a key that rotates by itself, and the identity that the storage account fetches it with.

param location string
param vaultName string
param identityName string

// Key Vault Crypto Service Encryption User: wraps and unwraps, and cannot see the key.
var wrapperRole = subscriptionResourceId(
  'Microsoft.Authorization/roleDefinitions',
  'e147488a-f6f5-4113-8e2d-b22465e65bf6'
)

resource identity 'Microsoft.ManagedIdentity/userAssignedIdentities@2023-01-31' = {
  name: identityName
  location: location
}

resource vault 'Microsoft.KeyVault/vaults@2023-07-01' = {
  name: vaultName
  location: location
  properties: {
    tenantId: subscription().tenantId
    sku: { family: 'A', name: 'standard' }
    enableRbacAuthorization: true
    // The storage takes no key from a vault that could lose it.
    enableSoftDelete: true
    enablePurgeProtection: true
    softDeleteRetentionInDays: 90
    networkAcls: { bypass: 'AzureServices', defaultAction: 'Deny' }
  }
}

resource key 'Microsoft.KeyVault/vaults/keys@2023-07-01' = {
  parent: vault
  name: 'artifacts'
  properties: {
    kty: 'RSA'
    keySize: 3072
    keyOps: ['wrapKey', 'unwrapKey']
    rotationPolicy: {
      attributes: { expiryTime: 'P2Y' }
      lifetimeActions: [{ trigger: { timeAfterCreate: 'P1Y' }, action: { type: 'rotate' } }]
    }
  }
}

resource wrapper 'Microsoft.Authorization/roleAssignments@2022-04-01' = {
  scope: vault
  name: guid(vault.id, identity.id, wrapperRole)
  properties: {
    roleDefinitionId: wrapperRole
    principalId: identity.properties.principalId
    principalType: 'ServicePrincipal'
  }
}

output key object = {
  vaultUri: vault.properties.vaultUri
  keyName: key.name
  identityId: identity.id
}
