// An address in your network for something of Azure, and the DNS zone that has its public name lead there.

param location string
param targetId string
param targetName string
param groupId string
param zoneName string
param subnetId string

var networkId = join(take(split(subnetId, '/'), 9), '/')

resource endpoint 'Microsoft.Network/privateEndpoints@2024-05-01' = {
  name: '${targetName}-${groupId}'
  location: location
  properties: {
    subnet: { id: subnetId }
    privateLinkServiceConnections: [
      {
        name: '${targetName}-${groupId}'
        properties: { privateLinkServiceId: targetId, groupIds: [groupId] }
      }
    ]
  }
}

resource zone 'Microsoft.Network/privateDnsZones@2024-06-01' = {
  name: zoneName
  location: 'global'
}

resource link 'Microsoft.Network/privateDnsZones/virtualNetworkLinks@2024-06-01' = {
  parent: zone
  name: 'cairn'
  location: 'global'
  properties: { virtualNetwork: { id: networkId }, registrationEnabled: false }
}

resource group 'Microsoft.Network/privateEndpoints/privateDnsZoneGroups@2024-05-01' = {
  parent: endpoint
  name: 'default'
  properties: { privateDnsZoneConfigs: [{ name: groupId, properties: { privateDnsZoneId: zone.id } }] }
}
