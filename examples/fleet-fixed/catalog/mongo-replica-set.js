// MongoDB 7.0
rs.initiate({
  _id: 'catalog',
  members: [
    { _id: 0, host: 'm1.catalog:27017' },
    { _id: 1, host: 'm2.catalog:27017' },
    { _id: 2, host: 'm3.catalog:27017' },
  ],
});
