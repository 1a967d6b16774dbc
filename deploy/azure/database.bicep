// PostgreSQL that knows no passwords: whoever logs in brings a token of Entra ID.

param location string
param name string
param databaseName string
param administrator object?
param isRedundant bool
param isPrivate bool
param allowedAddressRanges string[]

resource server 'Microsoft.DBforPostgreSQL/flexibleServers@2024-08-01' = {
  name: name
  location: location
  sku: { name: 'Standard_D2ds_v5', tier: 'GeneralPurpose' }
  properties: {
    version: '16'
    authConfig: { activeDirectoryAuth: 'Enabled', passwordAuth: 'Disabled', tenantId: subscription().tenantId }
    storage: { storageSizeGB: 64, autoGrow: 'Enabled' }
    backup: { backupRetentionDays: 14, geoRedundantBackup: isRedundant ? 'Enabled' : 'Disabled' }
    highAvailability: { mode: isRedundant ? 'ZoneRedundant' : 'Disabled' }
    network: { publicNetworkAccess: isPrivate ? 'Disabled' : 'Enabled' }
  }
}

resource admin 'Microsoft.DBforPostgreSQL/flexibleServers/administrators@2024-08-01' = if (administrator != null) {
  parent: server
  name: administrator!.objectId
  properties: {
    principalName: administrator!.name
    principalType: administrator!.kind
    tenantId: subscription().tenantId
  }
}

// One after the other: the server takes one change at a time.
resource database 'Microsoft.DBforPostgreSQL/flexibleServers/databases@2024-08-01' = {
  parent: server
  name: databaseName
  dependsOn: [admin]
}

@batchSize(1)
resource firewall 'Microsoft.DBforPostgreSQL/flexibleServers/firewallRules@2024-08-01' = [
  for (range, i) in isPrivate ? [] : allowedAddressRanges: {
    parent: server
    name: 'allowed-${i}'
    properties: {
      startIpAddress: contains(range, '/') ? parseCidr(range).network : range
      endIpAddress: contains(range, '/') ? parseCidr(range).broadcast : range
    }
    dependsOn: [database]
  }
]

output id string = server.id
output host string = server.properties.fullyQualifiedDomainName
