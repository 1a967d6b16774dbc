// What happens to artifacts that nobody changes any more. Cairn reads hot, cool and cold ones alike; archived ones must be brought back.

param accountName string
param containerName string
param coolAfterDays int
param archiveAfterDays int
param oldVersionDays int
param hasVersions bool

var cool = coolAfterDays > 0 ? { tierToCool: { daysAfterModificationGreaterThan: coolAfterDays } } : {}
var archive = archiveAfterDays > 0 ? { tierToArchive: { daysAfterModificationGreaterThan: archiveAfterDays } } : {}
var moves = union(cool, archive)
var ageing = empty(moves)
  ? []
  : [
      {
        name: 'age'
        enabled: true
        type: 'Lifecycle'
        definition: {
          filters: { blobTypes: ['blockBlob'], prefixMatch: ['${containerName}/'] }
          actions: { baseBlob: moves }
        }
      }
    ]

// Versions outlive the deletion of their blob, and cost until they go.
var versions = hasVersions
  ? [
      {
        name: 'forget-old-versions'
        enabled: true
        type: 'Lifecycle'
        definition: {
          filters: { blobTypes: ['blockBlob'], prefixMatch: ['${containerName}/'] }
          actions: { version: { delete: { daysAfterCreationGreaterThan: oldVersionDays } } }
        }
      }
    ]
  : []

resource account 'Microsoft.Storage/storageAccounts@2024-01-01' existing = {
  name: accountName
}

resource policy 'Microsoft.Storage/storageAccounts/managementPolicies@2024-01-01' = if (!empty(concat(ageing, versions))) {
  parent: account
  name: 'default'
  properties: { policy: { rules: concat(ageing, versions) } }
}
